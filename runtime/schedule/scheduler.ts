/**
 * Keeps the schedule: one timer for the earliest of all moments, and at every look each moment up to now gets its entry.
 * What a moment comes to is decided by planner, catch-up, overlap and desk; here is when, and in which transaction.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import { isTimeTrigger } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { isRepeating, type AgendaItem } from './agenda.ts';
import { collectDue } from './collect-due.ts';
import { keyOf, subjectOf, type ConditionWaiter } from './condition-waiter.ts';
import { machineZone, redetectMachineZone } from './machine-zone.ts';
import type { Marks } from './marks.ts';
import type { PauseBook } from './pause-book.ts';
import type { Due } from './planner.ts';
import type { Roster } from './roster.ts';
import type { SlotDesk } from './slot-desk.ts';
import type { SlotLedger, SlotSubject } from './slot-ledger.ts';
import type { SlotRow } from './slot-queries.ts';
import type { SlotWriter } from './slot-writer.ts';
import type { TriggerBook } from './trigger-book.ts';

/** A timer stops while the machine sleeps and knows nothing of a clock that was set: never sleep longer than this. */
const LOOK_MS = 30_000;
/** A time server moves the clock by less than this while it keeps it right. */
const CLOCK_SLACK_MS = 1_000;
/** Moments that are entered in one transaction, before others get their turn: a few ms of work. */
const BATCH = 25;
/** Slots are kept that long; a person asks about the last 30 days. */
const KEPT_MS = 90 * 86_400_000;
const PRUNE_EVERY_MS = 3_600_000;
const PRUNED_AT_ONCE = 200;
/** After a look that failed, the disk being full for example. */
const RETRY_MS = 2_000;

/** What happened out there, told by a source of events. */
export interface Event {
  readonly task: string;
  readonly key: string;
  /** ms since 1970. */
  readonly at: number;
  readonly subject?: SlotSubject | undefined;
  /** It happened while Luka did not look. */
  readonly missed?: boolean | undefined;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly roster: Roster;
  readonly slots: SlotLedger;
  readonly desk: SlotDesk;
  readonly writer: SlotWriter;
  readonly triggers: TriggerBook;
  readonly marks: Marks;
  readonly pauses: PauseBook;
  readonly waiter: ConditionWaiter;
  /** Finds out whether the machine slept or its clock was moved, and notes it, before anything is planned. */
  readonly notice: () => Promise<void> | void;
  /** Releases tasks whose quarantine is over. */
  readonly release: (now: number) => Promise<void>;
  /** Runs were queued. */
  readonly pump: () => void;
  /** Ends runs that a newer one takes the place of. */
  readonly replace: (run: number) => void;
  /** True where sources of events are set up: the time Luka was last awake then matters. */
  readonly watches: () => boolean;
  /** The longest time between two looks, ms; 30 s. */
  readonly lookEvery?: number | undefined;
  readonly onError: (error: unknown) => void;
}

interface Taken {
  readonly item: AgendaItem;
  readonly due: Due;
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  #cancelTimer: (() => void) | undefined;
  #running = false;
  #lastLook = 0;
  #lastAlive = -Infinity;
  #lastPrune = 0;
  #lastZoneLook = -Infinity;
  #looking: Promise<void> | undefined;
  #again = false;
  #failed = false;

  readonly #lookEvery: number;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#lookEvery = options.lookEvery ?? LOOK_MS;
  }

  /** Plans all triggers. What became due before was missed, and is seen to before this resolves. */
  async start(tasks: readonly LoadedTask[]): Promise<void> {
    this.#running = true;
    this.#lastLook = this.#options.clock.now();
    await this.#options.roster.load(tasks, breathe);
    await this.look();
  }

  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#cancelTimer?.();
    this.#noteAlive(0);
  }

  /** Stops without a word, as a crash would. */
  abandon(): void {
    this.#running = false;
    this.#cancelTimer?.();
  }

  /** To be called when tasks changed. Moments that are due already are kept: a change must not swallow them. */
  replan(change: { changed: readonly LoadedTask[]; removed: readonly string[] }): void {
    if (!this.#running) return;
    this.#options.roster.change(change.changed, change.removed);
    void this.look();
  }

  /** Something may be due: the machine woke, a pause ended, a volume came. Resolves when it was seen to. */
  look(): Promise<void> {
    if (!this.#running) return this.#looking ?? Promise.resolve();
    this.#again = true;
    return (this.#looking ??= this.#looks());
  }

  /**
   * Moments that nobody knew beforehand, entered together or not at all. Resolves when their entries are durable.
   * @param also written in the same transaction: what is taken account of by this
   * @throws LukaError stopping, disk_full, ledger_unavailable
   */
  async occur(events: readonly Event[], also?: (tx: Transaction) => void): Promise<void> {
    const { clock, store, slots, roster, writer } = this.#options;
    if (!this.#running) throw new LukaError('stopping');
    const now = clock.now();
    const replaces = store.commit((tx) => {
      also?.(tx);
      return events.flatMap(({ task, key, at, subject, missed }) => {
        const found = roster.find(task, key);
        if (!found) return [];
        let due = at;
        while (slots.isAccounted({ task, trigger: key, due })) due += 1;
        return writer.write(
          tx,
          {
            ...found,
            key,
            due: { moments: [due] },
            ...(subject ? { subjects: new Map([[due, subject]]) } : {}),
            ...(missed ? { absent: [{ kind: 'downtime', from: due - 1, to: now }] } : {}),
          },
          now,
        );
      });
    });
    this.#startWork(replaces);
    await store.durable();
    // They may wait for a condition that is met already.
    if (slots.hasOpen()) await this.look();
  }

  /** Resolves when no look is under way. */
  get idle(): Promise<void> {
    return this.#looking ?? Promise.resolve();
  }

  /** A moment of an event that comes later, once: a start or a waking with a delay. */
  expect(task: string, key: string, due: number): void {
    const found = this.#options.roster.find(task, key);
    if (!found || isTimeTrigger(found.trigger)) return;
    this.#options.roster.agenda.put({ task, key, trigger: found.trigger, due });
    this.#arm();
  }

  async #looks(): Promise<void> {
    try {
      while (this.#again && this.#running) {
        this.#again = false;
        await this.#lookOnce();
      }
      this.#failed = false;
    } catch (error) {
      // Nothing is lost: what has no entry yet is looked at again.
      this.#failed = true;
      this.#options.onError(error);
    } finally {
      this.#looking = undefined;
      this.#arm();
    }
  }

  async #lookOnce(): Promise<void> {
    const { clock, roster, store, slots, release, notice } = this.#options;
    await notice();
    const now = clock.now();
    if (now < this.#lastLook - CLOCK_SLACK_MS) roster.replanFrom(now);
    this.#lastLook = now;
    this.#noticeZone();
    for (let taken = this.#take(now); taken.length > 0; taken = this.#take(now)) {
      await this.#enter(taken, now);
      if ((roster.agenda.peek()?.due ?? Infinity) <= now) await breathe();
    }
    await release(now);
    if (slots.hasOpen()) await this.#seeToOpen();
    this.#noteAlive(this.#lookEvery);
    await this.#prune();
    await store.durable();
  }

  /** A machine may travel: triggers that name no zone are then due at other moments. */
  #noticeZone(): void {
    const now = this.#options.clock.monotonic();
    if (now - this.#lastZoneLook < this.#lookEvery) return;
    this.#lastZoneLook = now;
    const before = machineZone();
    if (redetectMachineZone() !== before) this.#options.roster.replanFrom(Infinity);
  }

  /** Takes what is due from the agenda. Whoever takes it puts it back. */
  #take(now: number): AgendaItem[] {
    const { agenda } = this.#options.roster;
    const items: AgendaItem[] = [];
    while (items.length < BATCH && (agenda.peek()?.due ?? Infinity) <= now) items.push(agenda.pop()!);
    return items;
  }

  async #enter(items: readonly AgendaItem[], now: number): Promise<void> {
    const { roster, store, triggers, slots, writer } = this.#options;
    const { agenda } = roster;
    try {
      const taken: Taken[] = [];
      const next = new Map<AgendaItem, number | undefined>();
      for (const item of items) {
        if (!isRepeating(item)) {
          taken.push({ item, due: { moments: [item.due] } });
          continue;
        }
        const collected = await collectDue(item.trigger, item.due, now, breathe);
        next.set(item, collected.next);
        taken.push({ item, due: this.#unaccounted(item, collected.due) });
      }
      // While that was counted the tasks may have changed: what was replaced is looked at as it is now.
      const current = taken.flatMap(({ item, due }) => {
        const found = agenda.get(item.task, item.key) === item ? roster.find(item.task, item.key) : undefined;
        return found ? [{ item, due, found }] : [];
      });
      const replaces: number[] = [];
      store.commit((tx) => {
        for (const { item, due, found } of current) {
          const { task, key } = item;
          if (due.moments.length === 0 && !due.older) continue;
          const moments = { ...found, key, due, absent: roster.faults(task) };
          replaces.push(...writer.write(tx, moments, now, slots.held(task, key)));
          triggers.account(tx, task, key, Math.max(lastOf(due), roster.accounted(task, key)));
        }
      });
      for (const { item, due } of current) {
        roster.account(item.task, item.key, lastOf(due));
        const following = next.get(item);
        if (!isRepeating(item) || following === undefined) agenda.drop(item.task, item.key);
        else agenda.put({ ...item, cursor: now, due: following });
      }
      this.#startWork(replaces);
    } catch (error) {
      for (const item of items) if (agenda.get(item.task, item.key) === item) agenda.put(item);
      throw error;
    }
  }

  /** Without moments that have their entry: a clock that was set back brings them up again. */
  #unaccounted(item: AgendaItem, due: Due): Due {
    const { roster, slots } = this.#options;
    if ((due.older?.from ?? due.moments[0] ?? Infinity) > roster.accounted(item.task, item.key)) return due;
    const isNew = (moment: number) => !slots.isAccounted({ task: item.task, trigger: item.key, due: moment });
    const { older } = due;
    return {
      moments: due.moments.filter(isNew),
      ...(older && isNew(older.from) && isNew(older.to) ? { older } : {}),
    };
  }

  #startWork(replaces: readonly number[]): void {
    for (const run of replaces) this.#options.replace(run);
    this.#options.pump();
  }

  /** Slots that wait for conditions or for the end of a pause. */
  async #seeToOpen(): Promise<void> {
    const { slots, roster, pauses, waiter, store, desk, clock } = this.#options;
    const isPaused = (row: SlotRow) => {
      const now = clock.now();
      const task = roster.find(row.task, row.trigger)?.task;
      return (
        task !== undefined &&
        pauses
          .spans({ id: task.id, tags: task.definition.tags ?? [] }, now - 1, now)
          .some((span) => span.from <= now && now < span.to)
      );
    };
    const open = slots.open().filter((row) => !isPaused(row));
    for (const row of open) if (row.state === 'held') await this.#resume(row);
    await waiter.look(
      open.filter((row) => row.state === 'waiting'),
      (row) => {
        const found = roster.find(row.task, row.trigger);
        return (
          found && {
            task: found.task,
            moment: { ...keyOf(row), definition: found.trigger, subject: subjectOf(row) },
          }
        );
      },
      (task, moment, as) => {
        const outcome = store.commit((tx) => desk.settle(tx, task, moment, as));
        this.#startWork(outcome.replaces);
        return outcome;
      },
    );
  }

  /** The pause is over: each of its moments gets its own entry in the place of the one they shared. */
  async #resume(row: SlotRow): Promise<void> {
    const { roster, slots, store, writer, clock } = this.#options;
    const found = roster.find(row.task, row.trigger);
    if (!found) {
      const reason = 'its trigger was taken away while it was paused';
      store.commit((tx) => slots.decide(tx, keyOf(row), { state: 'skipped', code: 'task_gone', reason }));
      return;
    }
    const { trigger } = found;
    const due: Due = isTimeTrigger(trigger)
      ? (await collectDue(trigger, row.due, row.last_due, breathe)).due
      : { moments: [row.due] };
    const subject = subjectOf(row);
    const replaces = store.commit((tx) => {
      slots.withdraw(tx, keyOf(row));
      const moments = { ...found, key: row.trigger, due, subjects: new Map([[row.due, subject]]) };
      return writer.write(tx, moments, clock.now());
    });
    this.#startWork(replaces);
  }

  #arm(): void {
    const { clock, roster, slots, pauses, watches } = this.#options;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (!this.#running || this.#looking) return;
    const earliest = roster.agenda.peek()?.due;
    if (earliest === undefined && !watches() && !slots.hasOpen()) return;
    const now = clock.now();
    const next = Math.min(earliest ?? Infinity, pauses.nextEnd(now) ?? Infinity) - now;
    const wait = Math.max(this.#failed ? RETRY_MS : 0, Math.min(this.#lookEvery, next));
    this.#cancelTimer = clock.after(wait, () => void this.look());
  }

  async #prune(): Promise<void> {
    const { clock, store, slots } = this.#options;
    const now = clock.monotonic();
    if (now - this.#lastPrune < PRUNE_EVERY_MS) return;
    this.#lastPrune = now;
    const before = clock.now() - KEPT_MS;
    while (store.commit((tx) => slots.prune(tx, before, PRUNED_AT_ONCE)) === PRUNED_AT_ONCE) await breathe();
  }

  /** So that the next start knows since when nobody looked. */
  #noteAlive(every: number): void {
    const { clock, store, marks, onError } = this.#options;
    const now = clock.monotonic();
    if (now - this.#lastAlive < every) return;
    try {
      store.commit((tx) => marks.set(tx, 'alive', clock.now()));
      this.#lastAlive = now;
    } catch (error) {
      onError(error);
    }
  }
}

function lastOf(due: Due): number {
  return due.moments.at(-1) ?? due.older?.to ?? 0;
}

/** Lets everything else have its turn. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
