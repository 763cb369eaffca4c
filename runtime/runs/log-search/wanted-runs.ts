/** The runs whose logs are searched, the newest first, out of the ledger. */
import type { DatabaseSync } from 'node:sqlite';
import type { LogHitRun } from '#shared/nouns/log-search.ts';
import type { RunState } from '#shared/nouns/run.ts';
import { isoAt } from '../../clock.ts';

export interface RunWishes {
  readonly task?: string | undefined;
  readonly states?: readonly RunState[] | undefined;
  readonly run?: number | undefined;
  readonly before?: number | undefined;
  /** Moments, ms since 1970: runs that went on at any time from the first on and before the second. */
  readonly since: number;
  readonly until: number;
}

export interface WantedRun {
  readonly run: LogHitRun;
  /** The newest attempt. */
  readonly attempt: number;
  /** It has no end yet. */
  readonly going: boolean;
}

interface Row {
  id: number;
  task: string | null;
  title: string;
  state: RunState;
  started_at: number;
  ended_at: number | null;
  attempt: number;
}

const PAGE = 200;

function conditions(wishes: RunWishes): { where: string; values: (string | number)[] } {
  const where = ['started_at is not null', 'started_at < ?', '(ended_at is null or ended_at >= ?)'];
  const values: (string | number)[] = [wishes.until, wishes.since];
  const add = (condition: string, value: string | number | undefined) => {
    if (value === undefined) return;
    where.push(condition);
    values.push(value);
  };
  add('state in (select value from json_each(?))', wishes.states && JSON.stringify(wishes.states));
  add('task = ?', wishes.task);
  add('id = ?', wishes.run);
  return { where: where.join(' and '), values };
}

/** How many there are. */
export function countRuns(db: DatabaseSync, wishes: RunWishes): number {
  const { where, values } = conditions(wishes);
  const before = wishes.before ?? Number.MAX_SAFE_INTEGER;
  const sql = `select count(*) as n from runs where ${where} and id < ?`;
  return (db.prepare(sql).get(...values, before) as { n: number }).n;
}

export function* wantedRuns(db: DatabaseSync, wishes: RunWishes): Generator<WantedRun> {
  const { where, values } = conditions(wishes);
  const page = db.prepare(
    `select id, task, title, state, started_at, ended_at, attempt from runs where ${where} and id < ? order by id desc limit ${PAGE}`,
  );
  for (let before = wishes.before ?? Number.MAX_SAFE_INTEGER; ;) {
    // Page by page: nothing of the ledger is held open while logs are read.
    const rows = page.all(...values, before) as unknown as Row[];
    for (const row of rows) yield { run: toRun(row), attempt: row.attempt, going: row.ended_at === null };
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    before = last.id;
  }
}

function toRun({ id, task, title, state, started_at }: Row): LogHitRun {
  return { id, ...(task === null ? {} : { task }), title, state, startedAt: isoAt(started_at) };
}
