/** What people ask of the history: lists and counts. */
import type { RunState, RunSummary } from '#shared/nouns/run.ts';
import type { Store } from '../store/store.ts';
import { toSummary, type RunRow } from './records.ts';

const DAY_MS = 86_400_000;

export interface RunFilter {
  readonly states?: readonly RunState[] | undefined;
  readonly task?: string | undefined;
  readonly before?: number | undefined;
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
  active(state: RunState): RunSummary[] {
    return this.#store
      .all<RunRow>('select * from runs where state = ? order by rank, id limit 200', state)
      .map(toSummary);
  }

  /** The newest run of each task, where it ended badly within the last seven days; and bad orders of that time. */
  failures(now: number): RunSummary[] {
    return this.#store
      .all<RunRow>(
        `select * from runs r where ended_at > ? and state in ('failed', 'timed_out', 'interrupted', 'denied')
           and (task is null or not exists (
             select 1 from runs n where n.task = r.task and n.id > r.id and n.ended_at is not null and n.state <> 'cancelled'))
         order by id desc limit 20`,
        now - 7 * DAY_MS,
      )
      .map(toSummary);
  }

  lastOfTask(task: string): RunSummary | undefined {
    const row = this.#store.get<RunRow>('select * from runs where task = ? order by id desc limit 1', task);
    return row && toSummary(row);
  }

  hasActive(task: string): boolean {
    return (
      this.#store.get(
        "select 1 from runs where state in ('queued', 'awaiting_approval', 'running') and task = ? limit 1",
        task,
      ) !== undefined
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
      "select state, count(*) as n from runs where state in ('queued', 'awaiting_approval', 'running') group by state",
    );
    const ended = this.#store.all<{ ok: number; n: number }>(
      `select state = 'succeeded' as ok, count(*) as n from runs
       where ended_at > ? and state <> 'cancelled' group by state = 'succeeded'`,
      now - DAY_MS,
    );
    const of = (state: RunState) => active.find((row) => row.state === state)?.n ?? 0;
    return {
      running: of('running'),
      queued: of('queued'),
      awaitingApproval: of('awaiting_approval'),
      succeededToday: ended.find((row) => row.ok === 1)?.n ?? 0,
      failedToday: ended.find((row) => row.ok === 0)?.n ?? 0,
    };
  }
}
