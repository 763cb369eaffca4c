import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunState } from '#shared/nouns/run.ts';
import { Durability } from '../store/durability.ts';
import { openDatabase } from '../store/open-database.ts';
import { Store } from '../store/store.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { RunLedger } from './run-ledger.ts';
import { RunQueries } from './run-queries.ts';

const DAY = 86_400_000;

const asked = new Set<string>();

/** A store that keeps what it was asked. */
class AskedStore extends Store {
  override get<Row>(sql: string, ...values: Parameters<Store['get']>[1][]): Row | undefined {
    asked.add(sql);
    return super.get<Row>(sql, ...values);
  }
  override all<Row>(sql: string, ...values: Parameters<Store['all']>[1][]): Row[] {
    asked.add(sql);
    return super.all<Row>(sql, ...values);
  }
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let store: AskedStore;
let durability: Durability;
const clock = new ManualClock();
beforeAll(async () => {
  folder = await temporaryFolder();
  const file = join(folder.path, 'luka.db');
  durability = new Durability(`${file}-wal`);
  const onError = (error: unknown) => {
    throw error;
  };
  store = new AskedStore({ db: openDatabase(file, clock.now()).db, clock, durability, onError });
  store.commit((tx) => tx.run("insert into definitions (hash, body) values ('h', '{}')"));
});
beforeEach(() => store.commit((tx) => void tx.run('delete from runs')));
afterAll(async () => {
  await durability.close();
  store.close();
  await folder[Symbol.asyncDispose]();
});

/** @param ago when it ended, ms before now */
function run(task: string | null, state: RunState, ago = 0): number {
  const active = ['queued', 'awaiting_approval', 'running'].includes(state);
  return store.commit(
    (tx) =>
      tx.run(
        `insert into runs (task, title, state, rank, cause, params, definition_hash, queued_at, started_at, ended_at)
         values (?, 'x', ?, 2, '{"kind":"manual","by":"person"}', '{}', 'h', 1, ?, ?)`,
        task,
        state,
        state === 'running' ? 2 : null,
        active ? null : clock.now() - ago,
      ).lastId,
  );
}

describe('failures', () => {
  it('are the newest verdicts on tasks that are bad, and bad orders, of the last seven days', () => {
    const queries = new RunQueries(store);
    run('mended', 'failed');
    run('mended', 'succeeded');
    run('twice', 'failed');
    const twice = run('twice', 'timed_out');
    run('twice', 'cancelled');
    run('twice', 'queued');
    run('old', 'failed', 8 * DAY);
    const orders = [run(null, 'failed'), run(null, 'denied')];
    run(null, 'succeeded');
    run(null, 'failed', 8 * DAY);
    const interrupted = run('zebra', 'interrupted', 6 * DAY);
    expect(queries.failures(clock.now()).map(({ id }) => id)).toEqual([
      interrupted,
      orders[1],
      orders[0],
      twice,
    ]);
  });

  it('are twenty at most, the newest', () => {
    const queries = new RunQueries(store);
    const ids = Array.from({ length: 50 }, (_, n) => run(n % 2 === 0 ? null : `t${n}`, 'failed'));
    expect(queries.failures(clock.now()).map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 20));
  });
});

describe('a task', () => {
  it('has its runs that wait or go, oldest first', () => {
    const queries = new RunQueries(store);
    run('a', 'succeeded');
    const [one, two, three] = [run('a', 'running'), run('a', 'queued'), run('a', 'awaiting_approval')];
    run('b', 'running');
    const cause = { kind: 'manual', by: 'person' };
    expect(queries.activeOfTask('a')).toEqual([
      { id: one, state: 'running', queuedAt: 1, startedAt: 2, cause },
      { id: two, state: 'queued', queuedAt: 1, cause },
      { id: three, state: 'awaiting_approval', queuedAt: 1, cause },
    ]);
    expect(queries.activeOfTask('c')).toEqual([]);
    expect([queries.hasActive('a'), queries.hasActive('c')]).toEqual([true, false]);
  });

  it('has its newest success, bad end, and end of any kind', () => {
    const queries = new RunQueries(store);
    const [good, bad, cancelled] = [run('a', 'succeeded'), run('a', 'timed_out'), run('a', 'cancelled')];
    run('a', 'queued');
    run('b', 'succeeded');
    run('b', 'failed');
    const endings = ['succeeded', 'bad', 'ended'] as const;
    expect(endings.map((ending) => queries.lastEnd('a', ending)?.id)).toEqual([good, bad, cancelled]);
    expect(endings.map((ending) => queries.lastEnd('c', ending))).toEqual([undefined, undefined, undefined]);
  });

  it('has its runs that ended in a time, apart from those of others', () => {
    const queries = new RunQueries(store);
    const [one, , two] = [run('a', 'failed', 30), run('a', 'succeeded', 20), run('a', 'failed', 10)];
    run('a', 'failed', 40);
    run('a', 'failed', 5);
    const other = run('b', 'failed', 15);
    const time = { from: clock.now() - 30, to: clock.now() - 5, states: ['failed'], limit: 10 } as const;
    expect(queries.endedBetween({ ...time, task: 'a' }).map(({ id }) => id)).toEqual([two, one]);
    expect(queries.endedBetween(time).map(({ id }) => id)).toEqual([two, other, one]);
    expect(queries.endedBetween({ ...time, limit: 1 }).map(({ id }) => id)).toEqual([two]);
  });
});

describe('counts', () => {
  it('are of what waits and goes now, and of what ended within a day', () => {
    const queries = new RunQueries(store);
    const states = ['queued', 'queued', 'running', 'awaiting_approval'] as const;
    for (const state of [...states, 'succeeded', 'failed', 'denied', 'cancelled'] as const) run('a', state);
    run('a', 'failed', DAY);
    run('a', 'succeeded', DAY + 1);
    expect(queries.counts(clock.now())).toEqual({
      running: 1,
      queued: 2,
      awaitingApproval: 1,
      succeededToday: 1,
      failedToday: 2,
    });
  });
});

it('everything that is asked often goes by an index, however long the history', () => {
  const queries = new RunQueries(store);
  const ledger = new RunLedger(store, clock);
  const id = run('a', 'failed');
  asked.clear();
  queries.failures(clock.now());
  queries.counts(clock.now());
  for (const state of ['queued', 'awaiting_approval', 'running'] as const) queries.active(state);
  queries.activeOfTask('a');
  queries.hasActive('a');
  queries.lastOfTask('a');
  for (const ending of ['succeeded', 'bad', 'ended'] as const) queries.lastEnd('a', ending);
  queries.endedBetween({ from: 1, to: 2, states: ['failed'], limit: 10 });
  queries.list({ limit: 10 });
  queries.list({ limit: 10, task: 'a' });
  ledger.nextQueued({ tasks: ['a'], groups: ['b'] }, { judged: true });
  ledger.nextQueued({ tasks: ['a'], groups: ['b'] }, { judged: false });
  ledger.running();
  ledger.waiting();
  ledger.cancelReason(id);
  ledger.row(id);
  ledger.rowByKey('k');
  const questions = [...asked];
  expect(questions).toHaveLength(22);
  for (const sql of questions) {
    const plan = store
      .all<{ detail: string }>(
        `explain query plan ${sql}`,
        ...sql
          .replace(/[^?]/g, '')
          .split('')
          .map(() => 1),
      )
      .map(({ detail }) => detail);
    // Without an index SQLite says no more than "SCAN runs".
    expect(plan.filter((line) => /^SCAN (runs|events)$/.test(line))).toEqual([]);
  }
  const next = questions.find((sql) => sql.includes('order by turn, id limit 1'))!;
  const plan = store.all<{ detail: string }>(`explain query plan ${next}`, '[]', '[]');
  expect(plan[0]!.detail).toBe('SCAN runs USING INDEX runs_queue');
  expect(plan.map(({ detail }) => detail).join()).not.toMatch(/CORRELATED|ORDER BY/);
});

describe('of ten thousand runs of a task that all failed but the oldest', () => {
  const endings = [
    ['succeeded', 'runs_succeeded'],
    ['bad', 'runs_bad'],
    ['ended', 'runs_task'],
  ] as const;
  const planOf = (sql: string, ...values: (string | number)[]): string =>
    store
      .all<{ detail: string }>(`explain query plan ${sql}`, ...values)
      .map(({ detail }) => detail)
      .join('\n');

  it('each end is found by an index that holds it first', () => {
    const queries = new RunQueries(store);
    const oldest = run('a', 'succeeded', 60_000);
    store.commit((tx) =>
      tx.run(
        `insert into runs (task, title, state, rank, cause, params, definition_hash, queued_at, ended_at)
         with recursive many (n) as (select 1 union all select n + 1 from many where n < 10000)
         select 'a', 'x', 'failed', 2, '{"kind":"manual","by":"person"}', '{}', 'h', 1, ? + n from many`,
        clock.now() - 50_000,
      ),
    );
    for (const [ending, index] of endings) {
      asked.clear();
      expect(queries.lastEnd('a', ending)?.id).toBe(ending === 'succeeded' ? oldest : oldest + 10_000);
      const [sql = ''] = asked;
      expect(planOf(sql, 'a')).toBe(`SEARCH runs USING INDEX ${index} (task=?)`);
    }
    asked.clear();
    queries.endedBetween({ from: 1, to: 2, states: ['failed'], task: 'a', limit: 10 });
    const [sql = ''] = asked;
    expect(planOf(sql, 1, 2, '[]', 10, 'a')).toContain(
      'SEARCH runs USING INDEX runs_task_ended (task=? AND ended_at>? AND ended_at<?)',
    );
  });
});
