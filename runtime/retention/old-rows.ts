/** Rows of the ledger that are older than is kept: counted, and removed a few at a time so that nobody waits for it. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Store, Transaction } from '../store/store.ts';

/** Rows of one transaction: about a millisecond. */
const BATCH = 100;

/** Runs that a later moment still needs, whatever their age. */
const NEEDED = `
  ended_at is null
  or exists (select 1 from approvals where approvals.run = runs.id and (
    approvals.state = 'pending'
    or (approvals.state = 'approved' and (coalesce(uses_left, 0) > 0 or coalesce(good_until, 0) > ?))))`;

export interface RunsWanted {
  /** ms since 1970: runs that ended before go. */
  readonly before: number;
  readonly perTask: number;
  readonly now: number;
}

interface Page {
  /** The newest run that ended before: none behind it has to be looked at. */
  readonly upTo: number;
  /** Only those with a larger number. */
  readonly after: number;
  readonly limit: number;
}

/**
 * By the index of ends: undefined, at once, where nothing is old enough. The `+` keeps SQLite from looking for the largest
 * number by going backwards through all runs.
 */
function newestOld(store: Pick<Store, 'get'>, { before }: RunsWanted): number | undefined {
  return (
    store.get<{ id: number | null }>('select max(+id) as id from runs where ended_at < ?', before)?.id ??
    undefined
  );
}

/** Of one task (null: work orders), the oldest first. */
function oldRuns(
  store: Pick<Store, 'all' | 'get'>,
  task: string | null,
  wanted: RunsWanted,
  page: Page,
): number[] {
  const kept = store.get<{ id: number }>(
    'select id from runs where task is ? order by id desc limit 1 offset ?',
    task,
    wanted.perTask - 1,
  );
  if (!kept) return [];
  return store
    .all<{ id: number }>(
      `select id from runs where task is ? and id > ? and id < ? and ended_at < ? and not (${NEEDED}) order by id limit ?`,
      task,
      page.after,
      Math.min(kept.id, page.upTo + 1),
      wanted.before,
      wanted.now,
      page.limit,
    )
    .map(({ id }) => id);
}

function tasksOf(store: Pick<Store, 'all'>): (string | null)[] {
  // Each by one step in the index, not by reading every run.
  const named = store.all<{ task: string }>(
    `with recursive names (task) as (
       select min(task) from runs
       union all
       select (select min(task) from runs where task > names.task) from names where names.task is not null)
     select task from names where task is not null`,
  );
  return [...named.map(({ task }) => task), null];
}

export async function countOldRuns(store: Pick<Store, 'all' | 'get'>, wanted: RunsWanted): Promise<number> {
  const upTo = newestOld(store, wanted);
  if (upTo === undefined) return 0;
  let count = 0;
  for (const task of tasksOf(store)) {
    for (let after = 0; ;) {
      const ids = oldRuns(store, task, wanted, { upTo, after, limit: BATCH * 5 });
      count += ids.length;
      await turn();
      const last = ids.at(-1);
      if (last === undefined) break;
      after = last;
    }
  }
  return count;
}

/** @returns the numbers of those that went; between two transactions others have their turn */
export async function removeOldRuns(store: Store, wanted: RunsWanted): Promise<number[]> {
  const upTo = newestOld(store, wanted);
  if (upTo === undefined) return [];
  const gone: number[] = [];
  for (const task of tasksOf(store)) {
    for (;;) {
      const ids = oldRuns(store, task, wanted, { upTo, after: 0, limit: BATCH });
      if (ids.length === 0) break;
      store.commit((tx) => {
        for (const id of ids) removeRun(tx, id);
      });
      gone.push(...ids);
      await turn();
    }
  }
  return gone;
}

function removeRun(tx: Transaction, id: number): void {
  // What the schedule tells of a moment stays: only the way to its run goes.
  for (const sql of [
    'update slots set run = null where run = ?',
    'delete from check_results where run = ?',
    'delete from verdicts where run = ?',
    'delete from approvals where run = ?',
    'delete from hold_spans where run = ?',
    'delete from run_clocks where run = ?',
    'delete from steps where run = ?',
    'delete from attempts where run = ?',
    'delete from runs where id = ?',
  ])
    tx.run(sql, id);
}

/** Definitions that no run has any more. */
export function removeUnusedDefinitions(store: Store): void {
  store.commit((tx) =>
    tx.run('delete from definitions where hash not in (select definition_hash from runs)'),
  );
}

export function countOldSlots(store: Pick<Store, 'get'>, before: number): { there: number; goes: number } {
  return {
    there: store.get<{ n: number }>('select count(*) as n from slots')?.n ?? 0,
    goes:
      store.get<{ n: number }>(`select count(*) as n from slots where ${OLD_SLOT}`, before, before)?.n ?? 0,
  };
}
const OLD_SLOT = `due < ? and last_due < ? and state not in ('waiting', 'held')`;

export async function removeOldSlots(store: Store, before: number): Promise<number> {
  return inBatches(store, (tx) => {
    const rows = tx.all<{ task: string; trigger: string; due: number }>(
      `select task, trigger, due from slots where ${OLD_SLOT} order by due limit ${BATCH}`,
      before,
      before,
    );
    for (const { task, trigger, due } of rows)
      tx.run('delete from slots where task = ? and trigger = ? and due = ?', task, trigger, due);
    return rows.length;
  });
}

/** What is known of sleep, holds and power; each table by the moment that its row ended. */
const POWER = [
  ['hold_spans', 'to_at'],
  ['sleeps', 'to_at'],
  ['power_sources', 'at'],
] as const;

export function countOldPower(store: Pick<Store, 'get'>, before: number): { there: number; goes: number } {
  let [there, goes] = [0, 0];
  for (const [table, ended] of POWER) {
    there += store.get<{ n: number }>(`select count(*) as n from ${table}`)?.n ?? 0;
    goes += store.get<{ n: number }>(`select count(*) as n from ${table} where ${ended} < ?`, before)?.n ?? 0;
  }
  return { there, goes };
}

export async function removeOldPower(store: Store, before: number): Promise<void> {
  for (const [table, ended] of POWER)
    await inBatches(
      store,
      (tx) =>
        tx.run(
          `delete from ${table} where id in (select id from ${table} where ${ended} < ? limit ${BATCH})`,
          before,
        ).changes,
    );
}

/** The newest event stays: whoever asks where the stream stands is answered by it. */
export function countOldEvents(store: Pick<Store, 'get'>, before: number): { there: number; goes: number } {
  const { low, high } = store.get<{ low: number | null; high: number | null }>(
    'select min(seq) as low, max(seq) as high from events',
  ) ?? { low: null, high: null };
  if (low === null || high === null) return { there: 0, goes: 0 };
  return { there: high - low + 1, goes: Math.max(0, firstKept(store, before, low, high) - low) };
}

export async function removeOldEvents(store: Store, before: number): Promise<number> {
  const { low, high } = store.get<{ low: number | null; high: number | null }>(
    'select min(seq) as low, max(seq) as high from events',
  ) ?? { low: null, high: null };
  if (low === null || high === null) return 0;
  const first = firstKept(store, before, low, high);
  return inBatches(
    store,
    (tx) =>
      tx.run(
        'delete from events where seq in (select seq from events where seq < ? order by seq limit ?)',
        first,
        BATCH * 10,
      ).changes,
  );
}

/** By halving: events are numbered in the order of their time, and there is no index of it. */
function firstKept(store: Pick<Store, 'get'>, before: number, low: number, high: number): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const at = store.get<{ at: number }>(
      'select at from events where seq >= ? order by seq limit 1',
      middle,
    )?.at;
    if (at !== undefined && at < before) from = middle + 1;
    else to = middle;
  }
  return from;
}

async function inBatches(store: Store, remove: (tx: Transaction) => number): Promise<number> {
  let gone = 0;
  for (;;) {
    const removed = store.commit(remove);
    if (removed === 0) return gone;
    gone += removed;
    await turn();
  }
}
