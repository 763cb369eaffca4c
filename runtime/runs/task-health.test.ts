import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunState } from '#shared/nouns/run.ts';
import type { Quarantine } from '#shared/nouns/schedule-policy.ts';
import type { LukaEvent } from '#shared/nouns/event.ts';
import { Durability } from '../store/durability.ts';
import { openDatabase } from '../store/open-database.ts';
import { Store } from '../store/store.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { isoAt } from '../clock.ts';
import { TaskHealthBook } from './task-health.ts';
import { temporaryBench } from './testing.ts';

const HOUR = 3_600_000;

async function openBook() {
  const folder = await temporaryFolder();
  const clock = new ManualClock();
  const file = join(folder.path, 'luka.db');
  const durability = new Durability(`${file}-wal`);
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const store = new Store({ db: openDatabase(file, clock.now()).db, clock, durability, onError });
  const events: LukaEvent[] = [];
  store.onEvent((event) => events.push(event));
  const book = new TaskHealthBook(store, clock);
  let id = 0;
  return {
    book,
    clock,
    /** What was announced, as `quarantined 5` and `released time`. */
    async told(): Promise<string[]> {
      await store.durable();
      return events.map(({ type, data }) => `${type.slice(5)} ${String(data['failures'] ?? data['by'])}`);
    },
    events,
    end(state: RunState, quarantine?: Quarantine) {
      id += 1;
      const message = state === 'succeeded' ? undefined : `run ${id} ${state}`;
      const run = { id, task: 'task', state, ...(message === undefined ? {} : { message }) };
      store.commit((tx) => book.noteEnd(tx, run, () => quarantine, clock.now()));
    },
    fail(times: number, quarantine?: Quarantine) {
      for (let n = 0; n < times; n += 1) this.end('failed', quarantine);
    },
    isQuarantined: () => book.isQuarantined('task', clock.now()) !== undefined,
    async [Symbol.asyncDispose]() {
      await durability.close();
      store.close();
      await folder[Symbol.asyncDispose]();
      expect(errors).toEqual([]);
    },
  };
}

describe('quarantine', () => {
  it('begins with the fifth bad end in a row, and is told once', async () => {
    await using bench = await openBook();
    bench.fail(3);
    bench.end('timed_out');
    expect(bench.isQuarantined()).toBe(false);
    bench.end('failed');
    expect(bench.book.isQuarantined('task', bench.clock.now())).toEqual({
      failuresInRow: 5,
      quarantinedAt: isoAt(bench.clock.now()),
      releaseAt: isoAt(bench.clock.now() + HOUR),
      reason: 'run 5 failed',
    });
    // By hand it may still be run; that it fails is no news.
    bench.fail(2);
    expect(await bench.told()).toEqual(['quarantined 5']);
    expect(bench.events[0]).toMatchObject({
      type: 'task.quarantined',
      task: 'task',
      run: 5,
      data: { failures: 5, releaseAt: isoAt(bench.clock.now() + HOUR), message: 'run 5 failed' },
    });
    expect(bench.book.of('task')).toMatchObject({ failuresInRow: 7, reason: 'run 7 failed' });
  });

  it('does not come of ends that say nothing of the task, nor do they break the row', async () => {
    await using bench = await openBook();
    bench.fail(4);
    for (const state of ['cancelled', 'interrupted', 'denied'] as const) bench.end(state);
    expect(bench.book.of('task')).toMatchObject({ failuresInRow: 4 });
    expect(bench.isQuarantined()).toBe(false);
    bench.fail(1);
    expect(bench.isQuarantined()).toBe(true);
  });

  it('starts to count anew after a success', async () => {
    await using bench = await openBook();
    bench.fail(4);
    bench.end('succeeded');
    expect(bench.book.of('task')).toBeUndefined();
    bench.fail(4);
    expect(bench.isQuarantined()).toBe(false);
  });

  it('is over by itself when its time has come; the first failure after that brings it back, for twice as long', async () => {
    await using bench = await openBook();
    bench.fail(5);
    for (const hours of [1, 2, 4, 8, 16, 24, 24]) {
      expect(bench.book.of('task')!.releaseAt).toBe(isoAt(bench.clock.now() + hours * HOUR));
      bench.clock.advance(hours * HOUR - 1);
      expect(bench.isQuarantined()).toBe(true);
      expect(bench.book.dueReleases(bench.clock.now())).toEqual([]);
      bench.clock.advance(1);
      expect(bench.isQuarantined()).toBe(false);
      expect(bench.book.dueReleases(bench.clock.now())).toEqual(['task']);
      await bench.book.release('task', 'time');
      expect(bench.book.dueReleases(bench.clock.now())).toEqual([]);
      expect(bench.book.of('task')).not.toHaveProperty('quarantinedAt');
      bench.fail(1);
      expect(bench.isQuarantined()).toBe(true);
    }
    bench.clock.advance(24 * HOUR);
    await bench.book.release('task', 'time');
    bench.end('succeeded');
    bench.fail(5);
    expect(bench.book.of('task')!.releaseAt).toBe(isoAt(bench.clock.now() + HOUR));
  });

  it('that is over without anybody having said so is released before it comes back', async () => {
    await using bench = await openBook();
    bench.fail(5);
    bench.clock.advance(2 * HOUR);
    bench.fail(1);
    expect(bench.book.of('task')!.releaseAt).toBe(isoAt(bench.clock.now() + 2 * HOUR));
    expect(await bench.told()).toEqual(['quarantined 5', 'released time', 'quarantined 6']);
  });

  it('ends with a run by hand that succeeds, or when a person says so', async () => {
    await using bench = await openBook();
    bench.fail(5);
    bench.end('succeeded');
    expect(bench.isQuarantined()).toBe(false);
    bench.fail(5);
    await bench.book.release('task', 'person');
    expect(bench.isQuarantined()).toBe(false);
    expect(await bench.told()).toEqual([
      'quarantined 5',
      'released success',
      'quarantined 5',
      'released person',
    ]);
    await expect(bench.book.release('task', 'person')).rejects.toMatchObject({ code: 'not_quarantined' });
    // The schedule and a person may both be about to release it.
    await bench.book.release('task', 'time');
    expect(await bench.told()).toHaveLength(4);
  });

  it('follows what the task says: another count, another time, only by hand, never', async () => {
    await using bench = await openBook();
    bench.fail(2, { after: 2, release: 48 * HOUR });
    expect(bench.book.of('task')!.releaseAt).toBe(isoAt(bench.clock.now() + 48 * HOUR));
    await bench.book.release('task', 'person');
    bench.fail(1, { after: 2, release: 48 * HOUR });
    expect(bench.book.of('task')!.releaseAt).toBe(isoAt(bench.clock.now() + 48 * HOUR));
    bench.end('succeeded');

    bench.fail(5, { release: false });
    bench.clock.advance(1_000 * HOUR);
    expect(bench.isQuarantined()).toBe(true);
    expect(bench.book.of('task')).not.toHaveProperty('releaseAt');
    expect(bench.book.dueReleases(bench.clock.now())).toEqual([]);
    bench.end('succeeded');

    bench.fail(100, false);
    expect(bench.isQuarantined()).toBe(false);
    expect(bench.book.of('task')).toMatchObject({ failuresInRow: 100 });
  });
});

describe('the runs of a task', () => {
  it('count once each, however many attempts they made', async () => {
    await using bench = await temporaryBench({
      bad: { retry: { times: 1, delay: 0 }, quarantine: { after: 2 }, steps: [{ run: 'exit 1' }] },
    });
    const book = new TaskHealthBook(bench.store, new ManualClock(Date.now()));
    const first = await bench.ended((await bench.request('bad')).id);
    expect(first.attempts).toHaveLength(2);
    expect(book.of('bad')).toMatchObject({ failuresInRow: 1 });
    const second = await bench.ended((await bench.request('bad')).id);
    expect(book.isQuarantined('bad', Date.now())).toMatchObject({ failuresInRow: 2 });
    expect(bench.events.filter(({ type }) => type === 'task.quarantined')).toMatchObject([
      { task: 'bad', run: second.id, data: { failures: 2, message: second.message } },
    ]);
  });
});
