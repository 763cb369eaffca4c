/** Slots that wait for the machine: looks at their conditions again, starts those that may start, gives up in time. */
import type { ConditionResult, CheckConditions } from '../conditions/ports.ts';
import type { Store } from '../store/store.ts';
import type { SlotLedger, SlotSubject } from './slot-ledger.ts';
import {
  asksAnything,
  FIRST_LOOK,
  type Moment,
  type Outcome,
  type Reason,
  type SoundTask,
} from './slot-desk.ts';
import type { SlotRow } from './slot-queries.ts';
import { breathe } from './breathe.ts';
import { clockWords, lengthWords } from './local-words.ts';

export interface ConditionWaiterOptions {
  readonly store: Store;
  readonly slots: SlotLedger;
  readonly check: CheckConditions;
  readonly now: () => number;
}

/** Slots that are decided before others get their turn. */
const SLICE = 20;

export class ConditionWaiter {
  readonly #options: ConditionWaiterOptions;

  constructor(options: ConditionWaiterOptions) {
    this.#options = options;
  }

  /**
   * Looks at all that wait, each task once.
   * @param rows open slots, oldest first
   * @param find the task and the trigger of a slot as they are now; undefined where either is gone
   * @param settle decides a slot whose conditions are met
   */
  async look(
    rows: readonly SlotRow[],
    find: (row: SlotRow) => { task: SoundTask; moment: Moment } | undefined,
    settle: (task: SoundTask, moment: Moment, as: Reason) => Outcome,
  ): Promise<void> {
    const byTask = Map.groupBy(rows, (row) => row.task);
    // Side by side: one host that does not answer holds up nobody else.
    const results = await Promise.allSettled(
      [...byTask.values()].map((waiting) => this.#ofTask(waiting, find, settle)),
    );
    const errors = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors, 'conditions');
  }

  async #ofTask(
    waiting: readonly SlotRow[],
    find: (row: SlotRow) => { task: SoundTask; moment: Moment } | undefined,
    settle: (task: SoundTask, moment: Moment, as: Reason) => Outcome,
  ): Promise<void> {
    const { store, slots } = this.#options;
    const first = find(waiting[0]!);
    const { conditions } = first?.task.definition ?? {};
    const result = asksAnything(conditions) ? await this.#options.check(conditions) : [];
    const unmet = result.filter((one) => !one.met);
    for (const [index, row] of waiting.entries()) {
      if (index % SLICE === SLICE - 1) await breathe();
      // As it is now: while the machine was asked, the task may have changed.
      const found = find(row);
      if (!found) {
        const reason = 'its trigger was taken away while it waited';
        store.commit((tx) => slots.decide(tx, keyOf(row), { state: 'skipped', code: 'task_gone', reason }));
      } else if (unmet.length === 0) settle(found.task, found.moment, this.#reasonOf(row, result));
      else this.#goOn(row, unmet, waiting);
    }
  }

  #reasonOf(row: SlotRow, result: readonly ConditionResult[]): Reason {
    const { as } = subjectOf(row);
    const now = this.#options.now();
    const meant: Reason = as ?? { state: 'ran', code: 'on_time', reason: 'on time' };
    // Told apart from a first look that found everything as it should be.
    if (row.reason === FIRST_LOOK) return meant;
    const waited = lengthWords(now - row.due);
    const came = result.map((one) => one.text).join(', ');
    const reason = `it waited ${waited} for its conditions: ${came}`;
    return meant.state === 'caught_up'
      ? { ...meant, reason: `${meant.reason}; ${reason}` }
      : { state: 'ran', code: 'condition_came_true', reason };
  }

  #goOn(row: SlotRow, unmet: readonly ConditionResult[], all: readonly SlotRow[]): void {
    const { store, slots } = this.#options;
    const now = this.#options.now();
    const what = unmet.map((one) => one.text).join(', ');
    const later = all.findLast((other) => other.trigger === row.trigger && other.due > row.due);
    const isOfTime = row.kind === 'cron' || row.kind === 'every';
    if (later && isOfTime && !subjectOf(row).as?.oneOfMany) {
      const reason = `it still waited (${what}) when the next was due at ${clockWords(later.due, now)}`;
      store.commit((tx) => slots.decide(tx, keyOf(row), { state: 'coalesced', code: 'superseded', reason }));
      return;
    }
    const until = row.wait_until ?? now;
    if (now >= until) {
      const reason = `it waited ${lengthWords(now - row.decided_at)} in vain: ${what}`;
      store.commit((tx) =>
        slots.decide(tx, keyOf(row), { state: 'blocked', code: 'conditions_unmet', reason }),
      );
      return;
    }
    const reason = `it waits until ${clockWords(until, now)} at the most: ${what}`;
    if (reason === row.reason) return;
    store.commit((tx) => slots.wait(tx, keyOf(row), reason));
  }
}

export function subjectOf(row: SlotRow): SlotSubject {
  return row.subject === null ? {} : (JSON.parse(row.subject) as SlotSubject);
}

export function keyOf(row: SlotRow): { task: string; trigger: string; due: number } {
  return { task: row.task, trigger: row.trigger, due: row.due };
}
