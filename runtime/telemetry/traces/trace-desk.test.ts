import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '#shared/nouns/run.ts';
import { openDatabase } from '../../store/open-database.ts';
import { Store } from '../../store/store.ts';
import { ManualClock, temporaryFolder } from '../../testing.ts';
import { TraceDesk } from './trace-desk.ts';
import { collector, plain } from './testing.ts';

const AT = '2026-11-29T12:00:00.000Z';

async function desk(answer?: Parameters<typeof collector>[0]) {
  const folder = await temporaryFolder();
  const at = await collector(answer);
  const clock = new ManualClock();
  const errors: string[] = [];
  const { db } = openDatabase(join(folder.path, 'luka.db'), 0);
  const store = new Store({
    db,
    clock,
    durability: { barrier: async () => undefined } as never,
    onError: (error) => errors.push(String(error)),
  });
  const make = () =>
    new TraceDesk({
      home: '/home',
      store,
      clock,
      endpoint: () => at.endpoint,
      snapshot: (id) => {
        if (id === 404) throw new Error('gone');
        return {
          id,
          title: 't',
          state: 'succeeded',
          priority: 'normal',
          cause: { kind: 'manual', by: 'person' },
          queuedAt: AT,
          endedAt: AT,
          attempts: [],
          checks: [],
        } as unknown as Run;
      },
      resource: { 'service.name': 'luka' },
      onError: (error) => errors.push(String(error)),
    });
  return {
    at,
    clock,
    store,
    errors,
    make,
    end: (run: number) => store.write((tx) => tx.emit({ type: 'run.finished', run })),
    runs: () => at.named('run order').map(({ attributes }) => Number(plain(attributes)['luka.run.id'])),
    async [Symbol.asyncDispose]() {
      db.close();
      await at[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('the desk of traces', () => {
  it('sends what ended while a collector was down or no Luka ran, once, and tells of it once', async () => {
    let up = false;
    await using it = await desk(() => ({ status: up ? 200 : 503 }));
    const first = it.make();
    first.start();
    for (const run of [1, 2, 404, 3]) await it.end(run);
    await expect.poll(() => it.clock.nextTimer).toBe(1_000);
    const before = it.at.asked();
    // Nobody asks again before its time, however much ends.
    await it.end(4);
    expect(it.at.asked()).toBe(before);
    it.clock.advance(1_000);
    await expect.poll(() => it.at.asked()).toBe(before + 1);
    await expect.poll(() => it.clock.nextTimer).toBe(2_000);
    expect(it.errors).toEqual([expect.stringContaining('answered 503')]);
    await first.stop();

    up = true;
    await it.end(5);
    const second = it.make();
    second.start();
    await expect.poll(it.runs).toEqual([1, 2, 3, 4, 5]);
    await it.end(6);
    await expect.poll(it.runs).toEqual([1, 2, 3, 4, 5, 6]);
    await second.stop();
    const third = it.make();
    third.start();
    await third.stop();
    expect(it.runs()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(it.at.faults).toEqual([]);
  });

  it('goes on after what a collector refuses for good, and counts it', async () => {
    const answers = [400, 200, 200];
    await using it = await desk(() => ({ status: answers.shift() ?? 200 }));
    const traces = it.make();
    traces.start();
    await it.end(1);
    await expect.poll(() => traces.counts.dropped).toBe(1);
    await it.end(2);
    await expect.poll(it.runs).toEqual([2]);
    expect([traces.counts, it.errors]).toEqual([
      { sent: 1, dropped: 1 },
      [expect.stringContaining('answered 400')],
    ]);
    await traces.stop();
  });

  it('sends many runs in batches, and nothing that is too far behind', async () => {
    await using it = await desk();
    const before = it.make();
    before.start();
    await before.stop();
    for (let run = 1; run <= 120; run += 1) await it.end(run);
    const traces = it.make();
    traces.start();
    await expect.poll(() => it.runs().length).toBe(120);
    expect(it.at.asked()).toBe(3);
    await traces.stop();
    it.store.commit((tx) => {
      for (let run = 200; run < 20_300; run += 1) tx.emit({ type: 'run.finished', run: 404 });
      tx.emit({ type: 'run.finished', run: 999 });
    });
    await it.store.durable();
    const late = it.make();
    late.start();
    await expect.poll(it.runs, { timeout: 30_000 }).toContain(999);
    expect(it.errors).toEqual([expect.stringContaining('away for too long')]);
    await late.stop();
  }, 60_000);

  it('does not wait for a collector that hangs when Luka stops', async () => {
    await using it = await desk(() => 'hang');
    const traces = it.make();
    traces.start();
    await it.end(1);
    await expect.poll(() => it.at.asked()).toBe(1);
    const started = performance.now();
    await traces.stop();
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(it.errors).toEqual([]);
  });
});
