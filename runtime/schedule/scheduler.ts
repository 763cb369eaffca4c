/**
 * Keeps the schedule: one timer for the earliest of all moments, and at every look each moment up to now gets its entry.
 * What is due is entered by `due-entries.ts`, what stays open is seen to by `open-slots.ts`; here is when.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import { isTimeTrigger } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import type { Absences } from './absences.ts';
import { breathe } from './breathe.ts';
import type { ConditionWaiter } from './condition-waiter.ts';
import { DueEntries } from './due-entries.ts';
import { machineZone, redetectMachineZone } from './machine-zone.ts';
import type { Marks } from './marks.ts';
import { OpenSlots } from './open-slots.ts';
import type { PauseBook } from './pause-book.ts';
import type { Roster } from './roster.ts';
import type { SlotDesk } from './slot-desk.ts';
import type { SlotLedger, SlotSubject } from './slot-ledger.ts';
import type { SlotWriter } from './slot-writer.ts';
import type { TriggerBook } from './trigger-book.ts';

/** A timer stops while the machine sleeps and knows nothing of a clock that was set: never sleep longer than this. */
const LOOK_MS = 30_000;
/** A time server moves the clock by less than this while it keeps it right. */
const CLOCK_SLACK_MS = 1_000;
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
  readonly #due: DueEntries;
  readonly #openSlots: OpenSlots;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#lookEvery = options.lookEvery ?? LOOK_MS;
    const startWork = (replaces: readonly number[]) => this.#startWork(replaces);
    this.#due = new DueEntries({ ...options, startWork });
    this.#openSlots = new OpenSlots({ ...options, startWork });
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
    return (this.#looking ?? Promise.resolve()).then(() => this.#openSlots.idle);
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
    if (now < this.#lastLook - CLOCK_SLACK_MS) this.#due.wentBack(now, this.#lastLook);
    this.#lastLook = now;
    this.#noticeZone();
    roster.flush();
    // First what was held before them: its moments are older.
    if (slots.hasOpen()) await this.#openSlots.resumeHeld();
    await this.#due.enterUpTo(now);
    await release(now);
    if (slots.hasOpen()) this.#openSlots.askMachine();
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

  #startWork(replaces: readonly number[]): void {
    for (const run of replaces) this.#options.replace(run);
    this.#options.pump();
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
