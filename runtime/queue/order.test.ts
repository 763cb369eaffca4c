import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRIORITIES, priorityRank, type Priority } from '#shared/nouns/priority.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { RunLedger } from '../runs/run-ledger.ts';
import { Durability } from '../store/durability.ts';
import { openDatabase } from '../store/open-database.ts';
import { Store } from '../store/store.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { RunLimits } from './run-limits.ts';
import { taskLimit } from './task-limit.ts';
import { AGEING_MS } from './turn.ts';

const MINUTE = 60_000;
const steps = [{ run: 'true' }];

async function openQueue() {
  const folder = await temporaryFolder();
  const clock = new ManualClock();
  const file = join(folder.path, 'luka.db');
  const durability = new Durability(`${file}-wal`, () => Promise.resolve());
  const fail = (error: unknown) => {
    throw error;
  };
  const store = new Store({ db: openDatabase(file, clock.now()).db, clock, durability, onError: fail });
  const ledger = new RunLedger(store, clock);
  return {
    clock,
    store,
    ledger,
    add: (priority: Priority, task?: string, definition: TaskDefinition = { steps }) =>
      ledger.add({
        task,
        title: task ?? 'order',
        priority,
        cause: { kind: 'manual', by: 'person' },
        params: {},
        definition,
      }).run.id,
    /** Takes the next run out of the queue. */
    take(busy: { tasks: string[]; groups: string[] } = { tasks: [], groups: [] }): number | undefined {
      const row = ledger.nextQueued(busy, { judged: false });
      if (row) ledger.finish(row.id, { state: 'succeeded' });
      return row?.id;
    },
    empty: () =>
      store.commit((tx) => void tx.run("update runs set state = 'cancelled' where state = 'queued'")),
    async close() {
      await durability.close();
      store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

let queue: Awaited<ReturnType<typeof openQueue>>;
beforeAll(async () => {
  queue = await openQueue();
});
afterAll(() => queue.close());

interface Queued {
  readonly id: number;
  readonly rank: number;
  readonly at: number;
}

describe('the order of the queue', () => {
  it('is by priority, then age, among those that were queued together', () => {
    const ids = ['low', 'urgent', 'normal', 'urgent', 'high', 'low'].map((name) =>
      queue.add(name as Priority),
    );
    const taken = ids.map(() => queue.take());
    expect(taken).toEqual([1, 3, 4, 2, 0, 5].map((n) => ids[n]));
    expect(queue.take()).toBeUndefined();
  });

  it('lets low go before an urgent one that was queued 45 minutes later, and not before one a moment less late', () => {
    const first = queue.add('low');
    queue.clock.advance(45 * MINUTE - 1);
    const sooner = queue.add('urgent');
    queue.clock.advance(1);
    const later = queue.add('urgent');
    expect([queue.take(), queue.take(), queue.take()]).toEqual([sooner, first, later]);
  });

  it('lets nothing starve, whatever comes: only what was queued within its head start goes ahead of a run', () => {
    const arrival = fc.record({
      priority: fc.constantFrom(...PRIORITIES),
      wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 * MINUTE })),
      takes: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 60 }), (arrivals) => {
        queue.empty();
        const waiting = new Map<number, Queued>();
        const take = () => {
          const id = queue.take();
          const taken = id === undefined ? undefined : waiting.get(id);
          expect(taken === undefined).toBe(waiting.size === 0);
          if (!taken) return;
          waiting.delete(taken.id);
          for (const other of waiting.values()) {
            // Age and priority agree: then there is nothing to weigh.
            if (other.rank <= taken.rank) expect(other.id).toBeGreaterThan(taken.id);
            // A run of a lower priority waits only for those that came soon enough after it.
            else expect(taken.at - other.at).toBeLessThan((other.rank - taken.rank) * AGEING_MS);
          }
        };
        for (const { priority, wait, takes } of arrivals) {
          queue.clock.advance(wait);
          const id = queue.add(priority);
          waiting.set(id, { id, rank: priorityRank(priority), at: queue.clock.now() });
          for (let n = 0; n < takes; n += 1) take();
        }
        while (waiting.size > 0) take();
      }),
      { numRuns: 60 },
    );
  });

  it('comes to a low run within 45 minutes of urgent ones that never stop coming', () => {
    queue.empty();
    const low = queue.add('low');
    let minutes = 0;
    for (; minutes < 24 * 60; minutes += 1) {
      queue.add('urgent');
      if (queue.take() === low) break;
      queue.clock.advance(MINUTE);
    }
    expect(minutes).toBe(45);
    queue.empty();
  });
});

describe('what is passed over', () => {
  it('is what belongs to a task or a group at its limit, and nothing else', () => {
    queue.empty();
    const group = { steps, group: 'disk' };
    const ids = [
      queue.add('normal', 'a'),
      queue.add('normal', 'b', group),
      queue.add('normal', undefined, group),
      queue.add('normal'),
      queue.add('normal', 'a'),
    ];
    expect(queue.take({ tasks: ['a'], groups: ['disk'] })).toBe(ids[3]);
    expect(queue.take({ tasks: ['a'], groups: ['disk'] })).toBeUndefined();
    expect(queue.take({ tasks: ['a', 'b'], groups: [] })).toBe(ids[2]);
    expect(queue.take({ tasks: [], groups: ['disk'] })).toBe(ids[0]);
  });

  it('does not keep others waiting, 10,000 of it neither', () => {
    queue.empty();
    queue.store.commit((tx) =>
      tx.run(
        `with recursive n (i) as (select 1 union all select i + 1 from n where i < 10000)
         insert into runs (task, title, state, rank, turn, cause, params, definition_hash, queued_at)
         select 'blocked', 'x', 'queued', 0, 0, '{}', '{}', (select hash from definitions limit 1), 0 from n`,
      ),
    );
    const free = queue.add('low', 'free');
    expect(queue.take({ tasks: ['blocked'], groups: [] })).toBe(free);
    expect(queue.take({ tasks: ['blocked'], groups: [] })).toBeUndefined();
  });
});

describe('limits', () => {
  const run = (task: string | null, group: string | null) => ({ task, group_name: group });

  it('count a task with its own limit, a group with that of the settings, as they are now', () => {
    const groups: Record<string, number> = { disk: 2 };
    const limits = new RunLimits((group) => groups[group] ?? 1);
    const two = { steps, concurrency: 2 };
    limits.started(run('a', 'disk'), two);
    expect(limits.busy()).toEqual({ tasks: [], groups: [] });
    limits.started(run('a', 'disk'), two);
    expect(limits.busy()).toEqual({ tasks: ['a'], groups: ['disk'] });
    groups['disk'] = 3;
    expect(limits.busy().groups).toEqual([]);
    limits.started(run(null, 'net'), { steps });
    expect(limits.busy()).toEqual({ tasks: ['a'], groups: ['net'] });
    limits.ended(run('a', 'disk'), two);
    limits.ended(run(null, 'net'), { steps });
    expect(limits.busy()).toEqual({ tasks: [], groups: [] });
    expect(limits.admits(run('a', null), { steps, concurrency: 1 })).toBe(false);
    expect(limits.busy().tasks).toEqual(['a']);
  });

  it('of a task are its concurrency, and at least as many as its moments may overlap', () => {
    expect(taskLimit({})).toBe(1);
    expect(taskLimit({ concurrency: 3 })).toBe(3);
    expect(taskLimit({ overlap: 'parallel' })).toBe(2);
    expect(taskLimit({ overlap: { policy: 'parallel', limit: 5 } })).toBe(5);
    expect(taskLimit({ overlap: { policy: 'parallel', limit: 5 }, concurrency: 8 })).toBe(8);
    expect(taskLimit({ overlap: { policy: 'queue', limit: 5 } })).toBe(1);
    expect(taskLimit({ overlap: 'coalesce', concurrency: 2 })).toBe(2);
  });
});
