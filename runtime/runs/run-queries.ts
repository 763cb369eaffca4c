/** What people ask of the history: lists and counts. */
import type { RunState, RunSummary } from '#shared/nouns/run.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import type { Store } from '../store/store.ts';
import { toSummary, type RunRow } from './records.ts';

const DAY_MS = 86_400_000;
// As text, word for word as in the indexes: SQLite takes a partial index only where it sees that its condition holds.
const ACTIVE = "('queued', 'awaiting_approval', 'running')";
const BAD = "('failed', 'timed_out', 'interrupted', 'denied')";
const VERDICT = "('succeeded', 'failed', 'timed_out', 'interrupted', 'denied')";

/** How a run ended, as people ask for the newest one; `ended`: in whatever way. */
export type RunEnding = 'succeeded' | 'bad' | 'ended';
const ENDINGS: Readonly<Record<RunEnding, string>> = {
  succeeded: "state = 'succeeded'",
  bad: `state in ${BAD}`,
  // Behind the newest ones that wait or go, the first row is it.
  ended: `state not in ${ACTIVE}`,
};

/** A run that waits or goes, as far as the schedule has to know. Times are ms since 1970. */
export interface ActiveTaskRun {
  readonly id: number;
  readonly state: RunState;
  readonly queuedAt: number;
  readonly startedAt: number | undefined;
  readonly cause: RunCause;
}

export interface RunFilter {
  readonly states?: readonly RunState[] | undefined;
  readonly task?: string | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface EndedFilter {
  readonly from: number;
  readonly to: number;
  readonly states: readonly RunState[];
  /** Of all tasks where left out. */
  readonly task?: string | undefined;
  readonly limit: number;
}

export class RunQueries {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Newest first. `next` is the `before` of the following page, absent on the last. */
  list(filter: RunFilter): { runs: RunSummary[]; next?: number } {
    const where = ['id < ?'];
    const values: (string | number)[] = [filter.before ?? Number.MAX_SAFE_INTEGER];
    if (filter.states) {
      where.push('state in (select value from json_each(?))');
      values.push(JSON.stringify(filter.states));
    }
    if (filter.task !== undefined) {
      where.push('task = ?');
      values.push(filter.task);
    }
    const rows = this.#store.all<RunRow>(
      `select * from runs where ${where.join(' and ')} order by id desc limit ?`,
      ...values,
      filter.limit + 1,
    );
    const runs = rows.slice(0, filter.limit).map(toSummary);
    const last = runs.at(-1);
    return rows.length > filter.limit && last ? { runs, next: last.id } : { runs };
  }

  /** Every run that is waiting or going, in the queue's order. */
  active(state: 'queued' | 'awaiting_approval' | 'running'): RunSummary[] {
    // The queue has an index in its own order; the others are few.
    const where = state === 'queued' ? "state = 'queued'" : `state in ${ACTIVE} and state = '${state}'`;
    return this.#store
      .all<RunRow>(`select * from runs where ${where} order by turn, id limit 200`)
      .map(toSummary);
  }

  /** The task's runs that wait or go, oldest first. */
  activeOfTask(task: string): ActiveTaskRun[] {
    return this.#store
      .all<Pick<RunRow, 'id' | 'state' | 'queued_at' | 'started_at' | 'cause'>>(
        `select id, state, queued_at, started_at, cause from runs where state in ${ACTIVE} and task = ? order by id`,
        task,
      )
      .map(({ id, state, queued_at, started_at, cause }) => ({
        id,
        state,
        queuedAt: queued_at,
        startedAt: started_at ?? undefined,
        cause: JSON.parse(cause) as RunCause,
      }));
  }

  /**
   * The newest verdict on each task, where it is a bad one of the last seven days; and bad orders of that time. From one task
   * that ever failed to the next by the index: what it costs hangs on how many those are, not on how many runs. Lives of
   * services are left out: how a service does is told by its status.
   */
  failures(now: number): RunSummary[] {
    return this.#store
      .all<RunRow>(
        `with recursive failing (task) as (
           select min(task) from runs where state in ${BAD} and task is not null
           union all
           select (select min(task) from runs where state in ${BAD} and task > failing.task)
           from failing where failing.task is not null
         ), newest (id) as (
           select (select max(id) from runs where task = failing.task and state in ${VERDICT})
           from failing where failing.task is not null
           union all
           select * from (select id from runs where task is null and state in ${BAD} order by id desc limit 20)
         )
         select runs.* from newest join runs on runs.id = newest.id
         where runs.state in ${BAD} and runs.service is null and runs.ended_at > ? order by runs.id desc limit 20`,
        now - 7 * DAY_MS,
      )
      .map(toSummary);
  }

  lastOfTask(task: string): RunSummary | undefined {
    const row = this.#store.get<RunRow>('select * from runs where task = ? order by id desc limit 1', task);
    return row && toSummary(row);
  }

  /** The newest run of a task that ended so. */
  lastEnd(task: string, ending: RunEnding): RunSummary | undefined {
    const row = this.#store.get<RunRow>(
      `select * from runs where task = ? and ${ENDINGS[ending]} order by id desc limit 1`,
      task,
    );
    return row && toSummary(row);
  }

  /** Runs that ended in a time, in one of these states, the newest first. Times are ms since 1970. */
  endedBetween({ from, to, states, task, limit }: EndedFilter): RunSummary[] {
    return this.#store
      .all<RunRow>(
        `select * from runs where ended_at is not null and ended_at >= ? and ended_at < ?
           and state in (select value from json_each(?)) ${task === undefined ? '' : 'and task = ?5'}
         order by ended_at desc limit ?4`,
        from,
        to,
        JSON.stringify(states),
        limit,
        ...(task === undefined ? [] : [task]),
      )
      .map(toSummary);
  }

  hasActive(task: string): boolean {
    return (
      this.#store.get(`select 1 from runs where state in ${ACTIVE} and task = ? limit 1`, task) !== undefined
    );
  }

  counts(now: number): {
    running: number;
    queued: number;
    awaitingApproval: number;
    succeededToday: number;
    failedToday: number;
  } {
    const active = this.#store.all<{ state: RunState; n: number }>(
      `select state, count(*) as n from runs where state in ${ACTIVE} group by state`,
    );
    const ended = this.#store.get<{ good: number; bad: number }>(
      `select count(*) filter (where state = 'succeeded') as good,
         count(*) filter (where state not in ('succeeded', 'cancelled')) as bad
       from runs where ended_at > ?`,
      now - DAY_MS,
    );
    const of = (state: RunState) => active.find((row) => row.state === state)?.n ?? 0;
    return {
      running: of('running'),
      queued: of('queued'),
      awaitingApproval: of('awaiting_approval'),
      succeededToday: ended?.good ?? 0,
      failedToday: ended?.bad ?? 0,
    };
  }
}
