/** Slots that are not decided yet: those of a pause that ended, and those that wait for the machine. */
import { isTimeTrigger } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { breathe } from './breathe.ts';
import { collectDue } from './collect-due.ts';
import { keyOf, subjectOf, type ConditionWaiter } from './condition-waiter.ts';
import type { PauseBook } from './pause-book.ts';
import type { Due } from './planner.ts';
import type { Roster } from './roster.ts';
import type { SlotDesk } from './slot-desk.ts';
import type { SlotLedger } from './slot-ledger.ts';
import type { SlotRow } from './slot-queries.ts';
import type { SlotWriter } from './slot-writer.ts';

/** Slots that are decided before others get their turn. */
const BATCH = 10;

export interface OpenSlotsOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly roster: Roster;
  readonly slots: SlotLedger;
  readonly desk: SlotDesk;
  readonly writer: SlotWriter;
  readonly pauses: PauseBook;
  readonly waiter: ConditionWaiter;
  readonly startWork: (replaces: readonly number[]) => void;
  readonly onError: (error: unknown) => void;
}

export class OpenSlots {
  readonly #options: OpenSlotsOptions;
  #asking: Promise<void> | undefined;

  constructor(options: OpenSlotsOptions) {
    this.#options = options;
  }

  /** Resolves when the machine is not being asked. */
  get idle(): Promise<void> {
    return this.#asking ?? Promise.resolve();
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

  async resumeHeld(): Promise<void> {
    for (const [index, row] of this.#decidable('held').entries()) {
      if (index % BATCH === BATCH - 1) await breathe();
      await this.#resume(row);
    }
  }

  /** Asks the machine what slots wait for. It may take its time: looks do not wait for it, and it is asked once at a time. */
  askMachine(): void {
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
        this.#options.startWork(outcome.replaces);
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
    this.#options.startWork(replaces);
  }
}
