import { expect, it } from 'vitest';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { Pause } from '#shared/nouns/slot.ts';
import type { Overview } from '#shared/nouns/system.ts';
import type { Task } from '#shared/nouns/task.ts';
import { fromOverview, fromPauses, fromTasks, isIdle, NOTHING_YET } from './host-state.ts';

const task = (id: string, change: Partial<Task> = {}): Task => ({
  id,
  title: id,
  file: '',
  source: 'yaml',
  state: 'ready',
  tags: [],
  priority: 'normal',
  hash: '',
  findings: [],
  triggers: [],
  ...change,
});

it('lists only tasks that can be run, and says which need an answer first', () => {
  const steps = [{ run: 'true' }];
  const { ready } = fromTasks([
    task('off', { state: 'disabled' }),
    task('bad', { state: 'invalid' }),
    task('asks', { definition: { steps, params: { a: { type: 'string', required: true } } } }),
    task('knows', {
      definition: {
        steps,
        params: { a: { type: 'string', required: true, default: 'x' }, b: { type: 'integer' } },
      },
    }),
    task('web', { definition: { steps, service: {} } }),
  ]);
  expect(ready?.map(({ id, needsParams }) => [id, needsParams])).toEqual([
    ['asks', true],
    ['knows', false],
  ]);
});

it('knows whose runs can be left to the next Luka', () => {
  const steps = [{ run: 'true' }];
  const { leavable } = fromTasks([
    task('a', { definition: { steps, orphans: 'adopt' } }),
    task('b', { definition: { steps } }),
  ]);
  expect([...(leavable ?? [])]).toEqual(['a']);
});

it('leaves services out of what runs, tells of those that are down, and parts what waits', () => {
  const service = { title: 'Web', since: '', failures: 2, checked: true };
  const run = (id: number, kind: 'service' | 'cron', state: RunSummary['state'] = 'running') =>
    ({ id, state, cause: { kind, by: 'schedule' } }) as RunSummary;
  const state = fromOverview({
    status: { counts: { stagedModules: 21 } },
    staged: [{ module: 'greeter' }, { module: 'mover' }],
    running: [run(1, 'service'), run(2, 'cron')],
    queued: [run(3, 'cron', 'awaiting_approval'), run(4, 'cron', 'queued')],
    failures: [],
    next: [],
    services: [
      { ...service, task: 'web', state: 'healthy' },
      { ...service, task: 'db', state: 'backing_off' },
    ],
  } as unknown as Overview);
  expect(state.running?.map(({ id }) => id)).toEqual([2]);
  expect(state.down?.map((one) => one.task)).toEqual(['db']);
  expect(state.asked?.map(({ id }) => id)).toEqual([3]);
  expect(state.queued).toBe(1);
  expect(state.staged).toEqual({ count: 21, first: 'greeter' });
});

it('shows the pause of everything that ends last, and only one that has begun', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  const pause = (id: number, change: Partial<Pause>): Pause => ({
    id,
    scope: { all: true },
    from: '2026-03-01T11:00:00Z',
    ...change,
  });
  const short = pause(1, { until: '2026-03-01T13:00:00Z' });
  const long = pause(2, { until: '2026-03-02T00:00:00Z' });
  const endless = pause(3, {});
  const other = pause(4, { scope: { task: 'a' } });
  const later = pause(5, { from: '2026-03-01T12:30:00Z' });
  expect(fromPauses([short, long, other, later], now).paused).toEqual(long);
  expect(fromPauses([short, endless, long], now).paused).toEqual(endless);
  expect(fromPauses([other, later], now).paused).toBeUndefined();
});

it('is idle where nothing goes and nothing is about to', () => {
  expect(isIdle(NOTHING_YET)).toBe(true);
  expect(isIdle({ running: [], queued: 1 })).toBe(false);
  expect(isIdle({ running: [{ id: 1 } as RunSummary], queued: 0 })).toBe(false);
});
