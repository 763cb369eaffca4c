/**
 * Keeps the schedule: one timer for the earliest of all moments, and at every look each moment up to now gets its entry.
 * What a moment comes to is decided by planner, catch-up, overlap and desk; here is when, and in which transaction.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import { isTimeTrigger, triggerKind } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import type { Absences } from './absences.ts';
import { isRepeating, type AgendaItem, type Repeating } from './agenda.ts';
import { breathe } from './breathe.ts';
import { collectDue } from './collect-due.ts';
import { keyOf, subjectOf, type ConditionWaiter } from './condition-waiter.ts';
import { machineZone, redetectMachineZone } from './machine-zone.ts';
import type { Marks } from './marks.ts';
import { lastOccurrences, nextOccurrence, occurrences } from './occurrences.ts';
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
const BATCH = 10;
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
  readonly absences: Absences;
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
  /** Slots are kept that long, ms; 90 days. */
  readonly keepFor?: number | undefined;
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
  /** Up to here entries may exist although the clock is not there (again). */
  #high = 0;
  #lastAlive = -Infinity;
  #lastPrune = 0;
  #lastZoneLook = -Infinity;
  #looking: Promise<void> | undefined;
  #again = false;
  #asking: Promise<void> | undefined;
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
    this.#high = Number(this.#options.marks.get('high') ?? 0);
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
    try {
      this.#options.roster.change(change.changed, change.removed);
    } catch (error) {
      // What could not be written is written at a later look.
      this.#options.onError(error);
    }
    void this.look();
  }

  /** Something may be due: the machine woke, a pause ended, a volume came. Resolves when it was seen to. */
  look(): Promise<void> {
    if (!this.#running) return this.#looking ?? Promise.resolve();
    this.#again = true;
    return (this.#looking ??= this.#looks());
  }

  /**
   * Moments that nobody knew beforehand, entered together or not at all; durable soon.
   * @param also written in the same transaction: what is taken account of by this
   * @throws LukaError stopping, disk_full, ledger_unavailable; nothing was entered then
   */
  enter(events: readonly Event[], also?: (tx: Transaction) => void): void {
    const { clock, store, slots, roster, writer } = this.#options;
    if (!this.#running) throw new LukaError('stopping');
    const now = clock.now();
    const replaces = store.commit((tx) => {
      also?.(tx);
      return events.flatMap(({ task, key, at, subject, missed }) => {
        const found = roster.find(task, key);
        if (!found) return [];
        const due = slots.free({ task, trigger: key, due: at });
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
    // They may wait for a condition that is met already.
    if (slots.hasOpen()) void this.look();
  }

  /** The same, resolving when it is durable. @throws as `enter`; what fails after it is entered all the same */
  async occur(events: readonly Event[]): Promise<void> {
    this.enter(events);
    await this.#options.store.durable();
  }

  /** Resolves when no look is under way. */
  get idle(): Promise<void> {
    return (this.#looking ?? Promise.resolve()).then(() => this.#asking ?? Promise.resolve());
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
    if (now < this.#lastLook - CLOCK_SLACK_MS) this.#wentBack(now);
    this.#lastLook = now;
    this.#noticeZone();
    roster.flush();
    // First what was held before them: its moments are older.
    if (slots.hasOpen()) await this.#resumeHeld();
    for (let taken = this.#take(now); taken.length > 0; taken = this.#take(now)) {
      await this.#enterAll(taken, now);
      if ((roster.agenda.peek()?.due ?? Infinity) <= now) await breathe();
    }
    await release(now);
    if (slots.hasOpen()) this.#askMachine();
    this.#noteAlive(this.#lookEvery);
    await this.#prune();
    await store.durable();
  }

  /** The clock was set back: what lies ahead has not been, and comes again. */
  #wentBack(now: number): void {
    const { store, slots, roster, absences, triggers, marks } = this.#options;
    absences.cutAt(now);
    const high = Math.max(this.#high, this.#lastLook);
    store.commit((tx) => {
      marks.set(tx, 'high', high);
      triggers.lower(tx, now);
      slots.takeBack(tx, now, (row) => {
        const trigger = roster.find(row.task, row.trigger)?.trigger;
        if (!trigger || !isTimeTrigger(trigger)) return { last: row.last_due, count: row.count };
        const { last, count } = lastOccurrences(trigger, row.due - 1, now, 1);
        return { last: last[0] ?? row.due, count: Math.max(1, count) };
      });
    });
    this.#high = high;
    roster.replanFrom(now);
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

  /** One trigger that cannot be entered must not keep the others from it. */
  async #enterAll(items: readonly AgendaItem[], now: number): Promise<void> {
    try {
      await this.#enter(items, now);
    } catch (error) {
      // The disk is full, say: nothing can be entered, and all of it is tried again.
      if (error instanceof LukaError) throw error;
      if (items.length > 1) {
        for (const item of items) await this.#enterAll([item], now);
        return;
      }
      this.#options.onError(error);
      this.#refuse(items[0]!);
    }
  }

  /** A moment that Luka itself stumbled over is told as what it is. */
  #refuse(item: AgendaItem): void {
    const { roster, store, slots, triggers } = this.#options;
    const { task, key, due, trigger } = item;
    const reason = 'Luka has a bug; luka.log has the details';
    store.commit((tx) => {
      if (!slots.isAccounted({ task, trigger: key, due }))
        slots.add(tx, {
          task,
          trigger: key,
          due,
          kind: triggerKind(trigger),
          state: 'blocked',
          code: 'refused',
          reason,
        });
      triggers.account(tx, task, key, Math.max(due, roster.accounted(task, key)));
    });
    roster.account(task, key, due);
    const next = isRepeating(item) ? nextOccurrence(item.trigger, due) : undefined;
    if (!isRepeating(item) || next === undefined) roster.agenda.drop(task, key);
    else roster.agenda.put({ ...item, cursor: due, due: next });
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
  #unaccounted(item: Repeating, due: Due): Due {
    const { roster, slots } = this.#options;
    const { task, key, trigger } = item;
    const accounted = Math.max(roster.accounted(task, key), this.#high);
    const isNew = (moment: number) =>
      moment > accounted || !slots.isAccounted({ task, trigger: key, due: moment });
    const { older } = due;
    if (!older || older.from > accounted)
      return { moments: due.moments.filter(isNew), ...(older ? { older } : {}) };
    // Of those that would be told as one, what lies before the mark is looked at one by one.
    const single = [...occurrences(trigger, older.from - 1, Math.min(older.to, accounted))].filter(isNew);
    const from = nextOccurrence(trigger, accounted);
    const rest =
      from === undefined || from > older.to
        ? undefined
        : { from, to: older.to, count: lastOccurrences(trigger, from - 1, older.to, 1).count };
    return { moments: [...single, ...due.moments.filter(isNew)], ...(rest ? { older: rest } : {}) };
  }

  #startWork(replaces: readonly number[]): void {
    for (const run of replaces) this.#options.replace(run);
    this.#options.pump();
  }

  /** Open slots that can be decided now: not those of a task that is paused, or whose file is being mended or saved. */
  #decidable(state: SlotRow['state']): SlotRow[] {
    const { slots, roster, pauses, clock } = this.#options;
    const now = clock.now();
    return slots.open().filter((row) => {
      if (row.state !== state || roster.isAway(row.task)) return false;
      const task = roster.find(row.task, row.trigger)?.task;
      if (!task) return true;
      const spans = pauses.spans({ id: task.id, tags: task.definition.tags ?? [] }, now, now);
      return !spans.some((span) => now < span.to);
    });
  }

  async #resumeHeld(): Promise<void> {
    for (const [index, row] of this.#decidable('held').entries()) {
      if (index % BATCH === BATCH - 1) await breathe();
      await this.#resume(row);
    }
  }

  /** Asks the machine what slots wait for. It may take its time: looks do not wait for it, and it is asked once at a time. */
  #askMachine(): void {
    this.#asking ??= this.#ask()
      .catch(this.#options.onError)
      .finally(() => {
        this.#asking = undefined;
      });
  }

  async #ask(): Promise<void> {
    const { roster, waiter, store, desk } = this.#options;
    const rows = this.#decidable('waiting');
    if (rows.length === 0) return;
    await waiter.look(
      rows,
      (row) => {
        const found = roster.find(row.task, row.trigger);
        if (!found) return undefined;
        return {
          task: found.task,
          moment: { ...keyOf(row), definition: found.trigger, subject: subjectOf(row) },
        };
      },
      (task, moment, as) => {
        const outcome = store.commit((tx) => desk.settle(tx, task, moment, as));
        this.#startWork(outcome.replaces);
        return outcome;
      },
    );
    await store.durable();
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
    const before = clock.now() - (this.#options.keepFor ?? KEPT_MS);
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
