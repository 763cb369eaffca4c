/** What became of deadlines, and what the history of runs says about the next one. */
import type { SlaState } from '#shared/nouns/sla.ts';
import type { Store, Transaction } from '../store/store.ts';

/** Durations that are looked at, the newest; fewer than three say nothing. */
const HISTORY = 20;
const LEAST_HISTORY = 3;

export interface OutcomeRow {
  /** ms since 1970, as all moments here. */
  readonly deadline: number;
  readonly state: SlaState;
  readonly reason: string;
  readonly at: number;
}

export class SlaLedger {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  watched(task: string): { spec: string; judgedTo: number } | undefined {
    const row = this.#store.get<{ spec: string; judged_to: number }>(
      'select spec, judged_to from sla_watch where task = ?',
      task,
    );
    return row && { spec: row.spec, judgedTo: row.judged_to };
  }

  watch(tx: Transaction, task: string, spec: string, judgedTo: number): void {
    tx.run(
      `insert into sla_watch values (?, ?, ?) on conflict do update set spec = excluded.spec, judged_to = excluded.judged_to`,
      task,
      spec,
      judgedTo,
    );
  }

  /** What was worked out of deadlines to come, under other words than those that hold now. */
  dropAfter(tx: Transaction, task: string, moment: number): void {
    tx.run('delete from sla_outcomes where task = ? and deadline > ?', task, moment);
  }

  forget(tx: Transaction, task: string): void {
    tx.run('delete from sla_watch where task = ?', task);
  }

  note(tx: Transaction, task: string, { deadline, state, reason, at }: OutcomeRow): void {
    tx.run(
      `insert into sla_outcomes values (?, ?, ?, ?, ?)
       on conflict do update set state = excluded.state, reason = excluded.reason, at = excluded.at`,
      task,
      deadline,
      state,
      reason,
      at,
    );
  }

  outcome(task: string, deadline: number): OutcomeRow | undefined {
    return this.#store.get<OutcomeRow>(
      'select deadline, state, reason, at from sla_outcomes where task = ? and deadline = ?',
      task,
      deadline,
    );
  }

  /** Of deadlines before a moment, the newest first. */
  outcomesBefore(task: string, before: number, limit: number): OutcomeRow[] {
    return this.#store.all<OutcomeRow>(
      'select deadline, state, reason, at from sla_outcomes where task = ? and deadline < ? order by deadline desc limit ?',
      task,
      before,
      limit,
    );
  }

  /** The first success that ended after `from` up to `to`. */
  firstSuccess(task: string, from: number, to: number): { id: number; at: number } | undefined {
    return this.#store.get<{ id: number; at: number }>(
      `select id, ended_at as at from runs where task = ? and ended_at > ? and ended_at <= ? and state = 'succeeded'
       order by ended_at limit 1`,
      task,
      from,
      to,
    );
  }

  /** The newest run that ended after `from` up to `to`. */
  lastEnd(task: string, from: number, to: number): { id: number; state: string } | undefined {
    return this.#store.get<{ id: number; state: string }>(
      `select id, state from runs where task = ? and ended_at > ? and ended_at <= ? order by ended_at desc limit 1`,
      task,
      from,
      to,
    );
  }

  /** What nine of ten of the newest successes took at most, ms; undefined where too few are known. */
  expected(task: string): number | undefined {
    const durations = this.#store
      .all<{ ms: number }>(
        `select duration_ms as ms from runs where task = ? and state = 'succeeded' and duration_ms is not null
         order by id desc limit ?`,
        task,
        HISTORY,
      )
      .map(({ ms }) => ms);
    return nineOfTen(durations);
  }
}

/** The nearest rank. */
export function nineOfTen(durations: readonly number[]): number | undefined {
  if (durations.length < LEAST_HISTORY) return undefined;
  return durations.toSorted((a, b) => a - b)[Math.ceil(durations.length * 0.9) - 1];
}
