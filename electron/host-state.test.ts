import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { EventType, LukaEvent } from '#shared/nouns/event.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import type { Task } from '#shared/nouns/task.ts';
import { followState, type HostState, type StateSource } from './host-state.ts';

function fakeSource() {
  let listener: ((event: LukaEvent) => void) | undefined;
  const source = {
    running: [] as RunSummary[],
    tasks: [] as Task[],
    services: [] as ServiceStatus[],
    reads: 0,
    taskReads: 0,
    broken: false,
    emit(type: EventType) {
      listener?.({ seq: 1, at: '', type, data: {} });
    },
  };
  const state: StateSource = {
    queries: {
      active(of) {
        if (source.broken) throw new Error('closed');
        if (of !== 'running') return [];
        source.reads += 1;
        return source.running;
      },
      failures: () => [],
    },
    tasks: {
      list() {
        source.taskReads += 1;
        return source.tasks;
      },
    },
    supervisor: { list: () => source.services },
    safety: { policy: { current: { paused: false } } },
    store: {
      onEvent(next) {
        listener = next;
        return () => (listener = undefined);
      },
    },
  };
  return { source, state };
}

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

it('reads again after events that matter, once for a burst, and tasks only when tasks changed', async () => {
  const { source, state } = fakeSource();
  const seen: HostState[] = [];
  const feed = followState(state, () => undefined);
  feed.follow((next) => seen.push(next));
  expect(seen).toHaveLength(1);
  source.running = [{ id: 1, cause: { kind: 'manual', by: 'person' } } as RunSummary];
  source.emit('run.queued');
  source.emit('run.started');
  source.emit('step.started');
  await turn();
  expect(seen).toHaveLength(2);
  expect(seen[1]?.running).toEqual(source.running);
  expect(source).toMatchObject({ reads: 2, taskReads: 1 });
  source.tasks = [task('a')];
  source.emit('task.changed');
  await turn();
  expect(feed.current.ready).toEqual([{ id: 'a', title: 'a', needsParams: false }]);
});

it('lists only tasks that can be run, and says which need an answer first', async () => {
  const { source, state } = fakeSource();
  const steps = [{ run: 'true' }];
  source.tasks = [
    task('off', { state: 'disabled' }),
    task('bad', { state: 'invalid' }),
    task('asks', { definition: { steps, params: { a: { type: 'string', required: true } } } }),
    task('knows', {
      definition: {
        steps,
        params: { a: { type: 'string', required: true, default: 'x' }, b: { type: 'integer' } },
      },
    }),
  ];
  const feed = followState(state, () => undefined);
  expect(feed.current.ready.map(({ id, needsParams }) => [id, needsParams])).toEqual([
    ['asks', true],
    ['knows', false],
  ]);
});

it('leaves services out of what runs and what can be run, and tells of those that are down', async () => {
  const { source, state } = fakeSource();
  const service = { title: 'Web', since: '', failures: 2, checked: true };
  source.tasks = [task('web', { definition: { steps: [{ run: 'true' }], service: {} } })];
  source.running = [
    { id: 1, cause: { kind: 'service', by: 'schedule' } } as RunSummary,
    { id: 2, cause: { kind: 'cron', by: 'schedule' } } as RunSummary,
  ];
  source.services = [
    { ...service, task: 'web', state: 'healthy' },
    { ...service, task: 'db', state: 'backing_off' },
  ];
  const { current } = followState(state, () => undefined);
  expect(current.running.map(({ id }) => id)).toEqual([2]);
  expect(current.ready).toEqual([]);
  expect(current.down.map(({ task: id }) => id)).toEqual(['db']);
});

it('reads nothing more once Luka is stopping, and survives a read that fails', async () => {
  const { source, state } = fakeSource();
  const errors: unknown[] = [];
  const feed = followState(state, (error) => errors.push(error));
  source.broken = true;
  source.emit('run.started');
  await turn();
  expect(errors).toHaveLength(1);
  source.emit('run.finished');
  source.emit('system.stopping');
  await turn();
  source.emit('run.finished');
  await turn();
  expect(errors).toHaveLength(1);
  expect(feed.current.running).toEqual([]);
});
