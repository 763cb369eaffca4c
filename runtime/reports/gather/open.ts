/** What is open in Luka itself now: questions, results, tasks that fail. Everything by an index, whatever the ledger's size. */
import type { DatabaseSync } from 'node:sqlite';
import type { RunState } from '#shared/nouns/run.ts';
import { maskLine } from '../../launchd/lint/secrets.ts';
import type { KnownTask } from '../facts.ts';

const MOST = 500;
const RECENT_MS = 7 * 86_400_000;

export interface OpenThings {
  readonly approvals: readonly OpenRun[];
  readonly results: readonly OpenRun[];
  readonly quarantined: readonly { readonly task: string; readonly since: number; readonly reason: string }[];
  readonly failing: readonly OpenRun[];
  readonly answers: readonly {
    readonly id: number;
    readonly conversation: number;
    readonly question: string;
    readonly since: number;
  }[];
}

export interface OpenRun {
  /** Of the approval or the run. */
  readonly id: number;
  readonly run: number;
  readonly task: string | undefined;
  readonly title: string;
  readonly since: number;
  readonly message: string | undefined;
}

interface Row {
  readonly id: number;
  readonly run: number;
  readonly task: string | null;
  readonly title: string;
  readonly since: number;
  readonly message: string | null;
}

export function gatherOpen(db: DatabaseSync, tasks: readonly KnownTask[], now: number): OpenThings {
  const rows = (sql: string, ...values: number[]): OpenRun[] =>
    (db.prepare(sql).all(...values) as unknown as Row[]).map(toOpen);
  const quarantined = db
    .prepare(
      `select task, quarantined_at as since, coalesce(reason, '') as reason from task_health
       where quarantined_at is not null and (release_at is null or release_at > ?) order by quarantined_at`,
    )
    .all(now) as { task: string; since: number; reason: string }[];
  const isStopped = new Set(quarantined.map(({ task }) => task));
  return {
    approvals: rows(
      `select id, run, task, title, requested_at as since, null as message from approvals
       where state = 'pending' order by expires_at limit ${MOST}`,
    ),
    results: rows(
      `select id, id as run, task, title, ended_at as since, null as message from runs
       where validation = 'waiting' order by id desc limit ${MOST}`,
    ),
    quarantined,
    failing: [
      ...failingTasks(db, tasks).filter(({ task }) => task === undefined || !isStopped.has(task)),
      ...rows(
        `select id, id as run, task, title, ended_at as since, message from
           (select * from runs where task is null and state in ('failed', 'timed_out', 'interrupted', 'denied')
            order by id desc limit 20) where ended_at > ? and state <> 'denied'`,
        now - RECENT_MS,
      ),
    ],
    answers: db
      .prepare(
        `select id, conversation, question, escalated_at as since from answers
         where escalated_at is not null and settled_at is null order by escalated_at limit ${MOST}`,
      )
      .all() as { id: number; conversation: number; question: string; since: number }[],
  };
}

/** Tasks that are there and whose newest verdict is a bad one. */
function failingTasks(db: DatabaseSync, tasks: readonly KnownTask[]): OpenRun[] {
  const newest = db.prepare(
    `select id, id as run, task, title, ended_at as since, message, state, service from runs
     where task = ? and state in ('succeeded', 'failed', 'timed_out', 'interrupted', 'denied')
     order by id desc limit 1`,
  );
  return tasks.flatMap(({ id, title }) => {
    const row = newest.get(id) as
      (Row & { readonly state: RunState; readonly service: number | null }) | undefined;
    return row === undefined || row.state === 'succeeded' || row.state === 'denied' || row.service !== null
      ? []
      : [{ ...toOpen(row), title }];
  });
}

function toOpen({ id, run, task, title, since, message }: Row): OpenRun {
  return {
    id,
    run,
    task: task ?? undefined,
    title,
    since,
    message: message === null ? undefined : maskLine(message),
  };
}
