/** The ledger, read only: events in their order, and runs as they are now. No transaction of it outlives a question. */
import { DatabaseSync } from 'node:sqlite';
import { RUN_COLUMNS, type EndedRow } from '../figures/run-facts.ts';

export interface EventHead {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly run: number | null;
  /** Of a due moment that was decided. */
  readonly outcome: string | null;
  /** Due moments that it tells of; 1 of any other event, and of those before this was told. */
  readonly moments: number;
}

const ENDED = 'ended_at is not null';

export class LedgerView implements Disposable {
  readonly #db: DatabaseSync;

  constructor(file: string) {
    this.#db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  }

  /** Events after one, the oldest first, up to one that is known to be on the disk. */
  events(after: number, upTo: number, limit: number): EventHead[] {
    return this.#all<EventHead>(
      `select seq, at, type, run, case when type = 'slot.decided' then data ->> '$.state' end as outcome,
         case when type = 'slot.decided' then coalesce(data ->> '$.count', 1) else 1 end as moments
       from events where seq > ? and seq <= ? order by seq limit ?`,
      after,
      upTo,
      limit,
    );
  }

  /** When an event was written, ms since 1970. */
  eventAt(seq: number): number | undefined {
    return this.#all<{ at: number }>('select at from events where seq = ?', seq)[0]?.at;
  }

  newestSeq(): number {
    return this.#all<{ seq: number | null }>('select max(seq) as seq from events')[0]?.seq ?? 0;
  }

  /** Those that ended; one that goes again is left out until it ends again. */
  runs(ids: readonly number[]): EndedRow[] {
    return this.#all<EndedRow>(
      `select ${RUN_COLUMNS} from runs where id in (select value from json_each(?)) and ${ENDED}`,
      JSON.stringify(ids),
    );
  }

  /** In the order of their ends. @param after the end and the number of the last one of the page before */
  endedRuns(after: { readonly at: number; readonly id: number }, limit: number): EndedRow[] {
    return this.#all<EndedRow>(
      `select ${RUN_COLUMNS} from runs where ${ENDED} and ended_at >= ? and (ended_at > ? or id > ?)
       order by ended_at, id limit ?`,
      after.at,
      after.at,
      after.id,
      limit,
    );
  }

  /** ms of a task's successes that ended before, the oldest first. */
  durationsBefore(
    task: string,
    { run, endedAt }: { readonly run: number; readonly endedAt: number },
    limit: number,
  ): number[] {
    return this.#all<{ ms: number }>(
      `select round(duration_ms) as ms from runs
       where task = ? and state = 'succeeded' and id <> ? and ended_at <= ? and duration_ms is not null
         and cause ->> '$.kind' <> 'service'
       order by id desc limit ?`,
      task,
      run,
      endedAt,
      limit,
    )
      .map(({ ms }) => ms)
      .toReversed();
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }

  #all<Row>(sql: string, ...values: (string | number)[]): Row[] {
    return this.#db.prepare(sql).all(...values) as Row[];
  }
}
