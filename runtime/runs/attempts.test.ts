import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { isoAt } from '../clock.ts';
import { homeLayout } from '../home/layout.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { openBench, temporaryBench } from './testing.ts';

/** Fails with 3 until it has been started `n` times. */
const succeedsAt = (n: number) =>
  `echo x >> "$LUKA_HOME/starts"; echo "start $(wc -l < "$LUKA_HOME/starts")"; [ "$(wc -l < "$LUKA_HOME/starts")" -ge ${n} ] || exit 3`;

const tasks: Record<string, TaskDefinition> = {
  third: {
    retry: { times: 2, delay: 10_000 },
    steps: [{ run: 'true' }, { run: succeedsAt(3) }, { run: 'true' }],
  },
  never: { retry: { times: 1, delay: 60_000 }, steps: [{ run: 'exit 3' }] },
  picky: { retry: { times: 3, exitCodes: [75] }, steps: [{ run: 'exit 3' }] },
};

describe('a run that is attempted again', () => {
  it('keeps each attempt with its steps, its end and its log, and waits longer each time', async () => {
    const clock = new ManualClock();
    await using bench = await temporaryBench(tasks, { clock });
    const { id } = await bench.request('third');
    const readyAt = clock.now() + 10_000;
    const waits = {
      id,
      state: 'queued',
      attempt: 2,
      readyAt: isoAt(readyAt),
      message: expect.stringContaining('ended with exit code 3'),
    };
    expect(await bench.happened(id, 'run.retrying')).toMatchObject({
      task: 'third',
      data: { run: waits, attempt: 2, readyAt: isoAt(readyAt) },
    });
    expect(bench.runs.snapshot(id)).toMatchObject(waits);
    clock.advance(9_999);
    bench.dispatcher.pump();
    expect(bench.runs.snapshot(id).state).toBe('queued');
    clock.advance(1);
    expect(bench.runs.snapshot(id)).toMatchObject({ state: 'running', attempt: 2 });
    await bench.happened(id, 'run.retrying', 2);
    clock.advance(19_999);
    expect(bench.runs.snapshot(id)).toMatchObject({ state: 'queued', attempt: 3 });
    clock.advance(1);

    const run = await bench.ended(id);
    expect(run).toMatchObject({ state: 'succeeded', attempt: 3 });
    expect(run).not.toHaveProperty('readyAt');
    expect(run).not.toHaveProperty('message');
    expect(run.attempts).toMatchObject([
      { number: 1, state: 'failed', exitCode: 3, message: expect.stringMatching(/^step 2 /) },
      { number: 2, state: 'failed', exitCode: 3 },
      { number: 3, state: 'succeeded', exitCode: 0 },
    ]);
    expect(run.attempts.map(({ steps }) => steps.map(({ state }) => state))).toEqual([
      ['succeeded', 'failed', 'skipped'],
      ['succeeded', 'failed', 'skipped'],
      ['succeeded', 'succeeded', 'succeeded'],
    ]);
    expect(await bench.log(id)).toBe(await bench.log(id, 3));
    for (const attempt of [1, 2, 3]) {
      const log = await bench.log(id, attempt);
      expect(log).toContain(`attempt ${attempt} of 3\n`);
      expect(log.match(/^start \d$/gm)).toEqual([`start ${attempt}`]);
    }
    expect(await bench.log(id, 1)).toMatch(
      /attempt 1 of 3 failed: .*; the next one starts in 10\.0 s, at 2026-01-01T00:00:10/,
    );
    expect(bench.errors).toEqual([]);
  });

  it('fails for good after its last attempt, and at once where its end is not worth another', async () => {
    await using bench = await temporaryBench({
      ...tasks,
      twice: { retry: { times: 1, delay: 0 }, steps: [{ run: 'exit 3' }] },
    });
    const twice = await bench.ended((await bench.request('twice')).id);
    expect(twice).toMatchObject({ state: 'failed', exitCode: 3, errorCode: 'step_failed', attempt: 2 });
    expect(twice.attempts).toHaveLength(2);
    const picky = await bench.ended((await bench.request('picky')).id);
    expect(picky).toMatchObject({ state: 'failed', attempt: 1 });
    expect(picky.attempts).toHaveLength(1);
    expect(bench.events.filter(({ type }) => type === 'run.retrying')).toHaveLength(1);
  });

  it('has its time limit for each attempt', async () => {
    await using bench = await temporaryBench({
      slow: { timeout: 100, retry: { times: 1, delay: 0 }, steps: [{ run: 'exec sleep 300' }] },
    });
    const run = await bench.ended((await bench.request('slow')).id);
    expect(run).toMatchObject({ state: 'timed_out', errorCode: 'step_timed_out' });
    expect(run.attempts.map(({ state }) => state)).toEqual(['timed_out', 'timed_out']);
    expect(await bench.log(run.id, 1)).toContain('attempt 1 of 2 took too long');
  });

  it('goes ahead of what was queued later, and leaves its place to others while it waits', async () => {
    const clock = new ManualClock();
    await using bench = await temporaryBench(
      {
        ...tasks,
        other: { steps: [{ run: 'true' }] },
        gated: { steps: [{ run: 'while [ ! -e "$LUKA_HOME/go" ]; do sleep 0.02; done' }] },
      },
      { clock, maxRunning: 1 },
    );
    const { id } = await bench.request('third');
    await bench.happened(id, 'run.retrying');
    const other = await bench.request('other');
    expect((await bench.ended(other.id)).state).toBe('succeeded');
    const later = await bench.request('gated');
    const last = await bench.request('other');
    clock.advance(10_000);
    await writeFile(join(bench.layout.root, 'go'), '');
    for (const run of [later, last]) expect((await bench.ended(run.id)).state).toBe('succeeded');
    await bench.happened(id, 'run.retrying', 2);
    const started = bench.events.filter(({ type }) => type === 'run.started').map(({ run }) => run);
    expect(started).toEqual([id, other.id, later.id, id, last.id]);
  });

  it('is not attempted again where somebody cancels it while the last attempt is being cleared away', async () => {
    await using bench = await temporaryBench({
      leaves: {
        retry: { times: 1, delay: 0 },
        steps: [
          {
            run: [
              `bash -c 'trap "" TERM; : > "$LUKA_HOME/deaf"; while :; do sleep 1; done' &`,
              'while [ ! -e "$LUKA_HOME/deaf" ]; do sleep 0.01; done; exit 3',
            ].join('\n'),
          },
        ],
      },
    });
    const { id } = await bench.request('leaves');
    await bench.happened(id, 'step.finished');
    await bench.runs.cancel(id, { reason: 'enough' });
    const run = await bench.ended(id);
    expect(run).toMatchObject({ state: 'failed', exitCode: 3, attempt: 1 });
    expect(run.attempts).toHaveLength(1);
  });

  it('can be cancelled while it waits', async () => {
    const clock = new ManualClock();
    await using bench = await temporaryBench(tasks, { clock });
    const { id } = await bench.request('never');
    await bench.happened(id, 'run.retrying');
    const cancelled: RunSummary = await bench.runs.cancel(id, { reason: 'enough' });
    expect(cancelled).toMatchObject({ state: 'cancelled', message: 'enough', attempt: 1 });
    clock.advance(120_000);
    expect((await bench.ended(id)).attempts).toHaveLength(1);
    expect(bench.events.filter(({ type }) => type === 'run.started')).toHaveLength(1);
    expect((await bench.runs.readLog(id, { limit: 1_000 })).complete).toBe(true);
    expect(clock.nextTimer).toBeUndefined();
  });
});

describe('the wait for another attempt', () => {
  it('has one timer, none while nobody waits, and looks at the wall clock every 30 s', async () => {
    const clock = new ManualClock();
    await using bench = await temporaryBench(tasks, { clock });
    expect(clock.nextTimer).toBeUndefined();
    const { id } = await bench.request('never');
    await bench.happened(id, 'run.retrying');
    expect(clock.nextTimer).toBe(30_000);
    // The machine slept: its timers stood still, its wall clock did not.
    clock.jump(3_600_000);
    clock.advance(30_000);
    expect(bench.runs.snapshot(id).state).toBe('running');
    await bench.ended(id);
    expect(clock.nextTimer).toBeUndefined();
  });

  it('is not made longer by a clock that is set back', async () => {
    const clock = new ManualClock();
    await using bench = await temporaryBench(tasks, { clock });
    const { id } = await bench.request('never');
    await bench.happened(id, 'run.retrying');
    clock.jump(-7_200_000);
    clock.advance(59_999);
    expect(bench.runs.snapshot(id).state).toBe('queued');
    clock.advance(1);
    expect(bench.runs.snapshot(id).state).toBe('running');
    // Ready is ready: set back once more, it does not wait again.
    await bench.ended(id);
  });

  it('survives a restart, and is then no longer than the task says, wherever the clock stands', async () => {
    await using folder = await temporaryFolder();
    const layout = homeLayout(join(folder.path, 'home'));
    const clock = new ManualClock();
    const first = await openBench(layout, tasks, { clock });
    const ids = [(await first.request('never')).id, (await first.request('never')).id];
    for (const id of ids) await first.happened(id, 'run.retrying');
    await first.close();

    clock.jump(-7_200_000);
    const second = await openBench(layout, tasks, { clock });
    expect(second.recovered.interrupted).toEqual([]);
    clock.advance(59_999);
    expect(ids.map((id) => second.runs.snapshot(id).state)).toEqual(['queued', 'queued']);
    clock.advance(1);
    const run = await second.ended(ids[0]!);
    expect(run).toMatchObject({ state: 'failed', attempt: 2, attempts: [{ number: 1 }, { number: 2 }] });
    await second.ended(ids[1]!);
    await second.close();
  });

  it('is over at once where its moment passed while Luka was not there', async () => {
    await using folder = await temporaryFolder();
    const layout = homeLayout(join(folder.path, 'home'));
    const clock = new ManualClock();
    const first = await openBench(layout, tasks, { clock });
    const { id } = await first.request('never');
    await first.happened(id, 'run.retrying');
    await first.close();
    clock.jump(60_000);
    const second = await openBench(layout, tasks, { clock });
    expect((await second.ended(id)).attempts).toHaveLength(2);
    await second.close();
  });

  it('goes on where the end of a wait could not be written', async () => {
    const clock = new ManualClock();
    await using bench = await temporaryBench(tasks, { clock });
    const { id } = await bench.request('never');
    await bench.happened(id, 'run.retrying');
    bench.store.get('pragma query_only = on');
    clock.advance(60_000);
    expect(bench.errors).toHaveLength(1);
    expect(bench.runs.snapshot(id).state).toBe('queued');
    bench.store.get('pragma query_only = off');
    clock.advance(2_000);
    expect(bench.runs.snapshot(id).state).toBe('running');
    await bench.ended(id);
  });
});

describe('the log of an attempt', () => {
  it('is the newest, or the one that is asked for; one to come is empty, one beyond the last is refused', async () => {
    const clock = new ManualClock();
    await using bench = await temporaryBench(tasks, { clock });
    const { id } = await bench.request('never');
    await bench.happened(id, 'run.retrying');
    const newest = await bench.runs.readLog(id, { limit: 1_000 });
    expect(newest).toMatchObject({ attempt: 1, complete: true });
    expect(newest.size).toBeGreaterThan(0);
    expect(await bench.runs.readLog(id, { limit: 1_000, attempt: 2 })).toEqual({
      attempt: 2,
      entries: [],
      from: 0,
      to: 0,
      size: 0,
      complete: false,
    });
    await expect(bench.runs.readLog(id, { limit: 1_000, attempt: 3 })).rejects.toMatchObject({
      code: 'log_unavailable',
      message: `run #${id} has no attempt 3, only up to 2`,
    });
    clock.advance(60_000);
    await bench.ended(id);
    expect(await bench.runs.readLog(id, { limit: 1_000 })).toMatchObject({ attempt: 2, complete: true });
    const find = (attempt: number) =>
      bench.runs.searchLog(id, `attempt ${attempt} of 2`, { limit: 9, attempt });
    expect(await Promise.all([find(1), find(2)])).toMatchObject([{ total: 2 }, { total: 1 }]);
    expect((await bench.runs.get(id)).logBytes).toBe(
      (await bench.runs.readLog(id, { limit: 1_000, attempt: 2 })).size,
    );
  });
});
