/** The thread of the figures, ended in the middle of its work: what it says afterwards is what the ledger says. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { DEFAULT_TELEMETRY } from '#shared/nouns/telemetry.ts';
import { systemClock } from '../clock.ts';
import { programPath } from '../home/programs.ts';
import { temporaryFolder } from '../testing.ts';
import { Figures } from './figures/figures.ts';
import { FiguresDesk, type FiguresDeskOptions } from './figures-desk.ts';
import type { ToWorker, WorkerPlaces } from './protocol.ts';
import { SampleLedger } from './testing.ts';
import { isRolledUpRight } from './note/rebuild.ts';

const NOW = Date.now();

function placesOf(path: string): Omit<WorkerPlaces, 'now'> {
  return {
    file: join(path, 'telemetry.db'),
    ledger: join(path, 'luka.db'),
    knowledge: join(path, 'knowledge.db'),
    logs: join(path, 'logs'),
    lines: join(path, 'telemetry'),
    home: path,
  };
}

function deskOf(path: string, upTo: number, more: Partial<FiguresDeskOptions> = {}) {
  const errors: unknown[] = [];
  const setAside: string[] = [];
  const desk = new FiguresDesk({
    places: placesOf(path),
    program: programPath('telemetry-worker'),
    clock: systemClock,
    settings: () => DEFAULT_TELEMETRY,
    tasks: () => [],
    upTo: () => upTo,
    onUnusual: () => undefined,
    onSetAside: (file) => setAside.push(file),
    onError: (error) => errors.push(error),
    ...more,
  });
  return { desk, errors, setAside };
}

describe('the thread of the figures', { timeout: 60_000 }, () => {
  it('counts each run once, however often it is ended in the middle', async () => {
    await using folder = await temporaryFolder();
    const ledger = new SampleLedger(folder.path);
    ledger.db.exec('begin');
    for (let n = 0; n < 4_000; n += 1)
      ledger.run({
        endedAt: NOW - n * 60_000,
        task: `t${n % 7}`,
        state: n % 10 === 0 ? 'failed' : 'succeeded',
      });
    ledger.db.exec('commit');
    for (let life = 0; life < 6; life += 1) {
      const worker = new Worker(programPath('telemetry-worker'), {
        workerData: { ...placesOf(folder.path), now: NOW } satisfies WorkerPlaces,
      });
      worker.postMessage({ kind: 'note', now: NOW, tz: 'UTC', upTo: ledger.newest } satisfies ToWorker);
      await new Promise((resolve) => setTimeout(resolve, 150 + life * 60));
      await worker.terminate();
    }
    const { desk, errors } = deskOf(folder.path, ledger.newest);
    let behind = Infinity;
    while (behind > 0) ({ behind } = await desk.ask('getTelemetry', { params: undefined, query: undefined }));
    const { now } = await desk.ask('getInsights', { params: undefined, query: { range: '30d' } });
    expect(now).toMatchObject({ runs: 4_000, failed: 400, succeeded: 3_600 });
    await desk.close();
    using figures = new Figures(join(folder.path, 'telemetry.db'), NOW);
    expect(isRolledUpRight(figures)).toBe(true);
    expect(figures.get('select sum(n) as n from event_days')).toEqual({ n: ledger.newest });
    expect(errors).toEqual([]);
    ledger.db.close();
  });

  it('makes a damaged file anew of what the ledger has, and says so', async () => {
    await using folder = await temporaryFolder();
    const ledger = new SampleLedger(folder.path);
    ledger.run({ endedAt: NOW - 1_000 });
    await writeFile(
      join(folder.path, 'telemetry.db'),
      'this is no database, but somebody may want it back'.repeat(99),
    );
    const { desk, setAside } = deskOf(folder.path, ledger.newest);
    // What begins from nothing answers before it is done.
    await expect
      .poll(
        async () => (await desk.ask('getInsights', { params: undefined, query: { range: '24h' } })).now.runs,
        { timeout: 20_000 },
      )
      .toBe(1);
    expect(setAside).toEqual([expect.stringContaining('telemetry.db.corrupt-')]);
    await desk.close();
    ledger.db.close();
  });

  it('is refused a question when it cannot work, and works again when it can', async () => {
    await using folder = await temporaryFolder();
    const { desk, errors } = deskOf(folder.path, 0);
    const ask = () => desk.ask('getWeek', { params: undefined, query: { range: '7d' } });
    // There is no ledger to read.
    await expect(ask()).rejects.toMatchObject({ code: 'telemetry_unavailable' });
    expect(errors.length).toBeGreaterThan(0);
    const ledger = new SampleLedger(folder.path);
    expect((await ask()).cells).toHaveLength(168);
    await desk.close();
    await expect(ask()).rejects.toMatchObject({ code: 'telemetry_unavailable' });
    ledger.db.close();
    await rm(join(folder.path, 'luka.db'));
  });

  it('measures the disk with a sample, and prunes', async () => {
    await using folder = await temporaryFolder();
    const ledger = new SampleLedger(folder.path);
    const { desk } = deskOf(folder.path, ledger.newest);
    desk.sample({ 'queue.running': 2, 'agents.failing': 3, 'agents.idle': 1, 'agents.troubled': 3 });
    const ask = () => desk.ask('getDiskInsights', { params: undefined, query: { range: '24h' } });
    await expect.poll(async () => (await ask()).freeBytes ?? 0, { timeout: 20_000 }).toBeGreaterThan(0);
    const disk = await ask();
    expect(disk.parts.map(({ part }) => part)).toEqual(['ledger', 'logs', 'knowledge', 'telemetry']);
    expect(disk.forecast.kind).toBe('cannot_tell');
    const { points } = await desk.ask('getAgentInsights', { params: undefined, query: { range: '24h' } });
    expect(points.at(-1)).toMatchObject({ states: { failing: 3, idle: 1 }, troubledMax: 3 });
    expect(points[0]).toMatchObject({ states: null, troubledMax: null });
    await desk.close();
    ledger.db.close();
  });
});
