import { describe, expect, it } from 'vitest';
import { EVENT_TYPES, type LukaEvent } from '#shared/nouns/event.ts';
import type { RunState, RunSummary } from '#shared/nouns/run.ts';
import type { Overview } from '#shared/nouns/system.ts';
import { runOf, staleAfter, withRun } from './reduce.ts';

function runWith(id: number, state: RunState, task = 'report'): RunSummary {
  return {
    id,
    task,
    title: task,
    state,
    priority: 'normal',
    cause: { kind: 'manual', by: 'person' },
    queuedAt: '2027-03-10T15:00:00Z',
  };
}

const EMPTY: Overview = {
  status: {
    name: 'luka',
    version: '0.1.0',
    host: 'headless',
    pid: 1,
    startedAt: '2027-03-10T15:00:00Z',
    home: '/home/x',
    apiUrl: 'http://127.0.0.1:4000',
    uiUrl: 'http://127.0.0.1:8080',
    counts: {
      running: 0,
      queued: 0,
      awaitingApproval: 0,
      tasks: 1,
      invalidTasks: 0,
      troubledAgents: 0,
      escalatedAnswers: 0,
      stagedModules: 0,
      troubledSlas: 0,
      succeededToday: 0,
      failedToday: 0,
    },
    memoryBytes: 1,
    eventSeq: 0,
  },
  running: [],
  queued: [],
  failures: [],
  recent: [],
  services: [],
  escalated: [],
  slas: [],
  next: [],
  staged: [],
  findings: [],
};
const event = (type: LukaEvent['type'], data: Record<string, unknown> = {}): LukaEvent => ({
  seq: 1,
  at: '',
  type,
  data,
});
const ids = (runs: readonly RunSummary[]): number[] => runs.map((run) => run.id);

it('reads approvals again when a run starts that one let through', () => {
  const run = runWith(1, 'running');
  expect(staleAfter(event('run.started', { run }))).not.toContain('safety');
  expect(staleAfter(event('run.started', { run: { ...run, approval: 3 } }))).toContain('safety');
});

it('counts the runs that wait for approval', () => {
  const asked = withRun(EMPTY, runWith(1, 'awaiting_approval'));
  expect(asked.status.counts.awaitingApproval).toBe(1);
  expect(ids(asked.queued)).toEqual([1]);
  expect(withRun(asked, runWith(1, 'denied')).status.counts.awaitingApproval).toBe(0);
});

describe('withRun', () => {
  it('moves a run from queue to running to recent, and counts it once', () => {
    let overview = withRun(EMPTY, runWith(1, 'queued'));
    expect([ids(overview.queued), overview.status.counts.queued]).toEqual([[1], 1]);
    overview = withRun(overview, runWith(1, 'running'));
    expect([ids(overview.queued), ids(overview.running), overview.status.counts.queued]).toEqual([
      [],
      [1],
      0,
    ]);
    overview = withRun(overview, runWith(1, 'succeeded'));
    overview = withRun(overview, runWith(1, 'succeeded'));
    expect([ids(overview.running), ids(overview.recent), ids(overview.failures)]).toEqual([[], [1], []]);
    expect(overview.status.counts).toMatchObject({
      running: 0,
      queued: 0,
      succeededToday: 1,
      failedToday: 0,
    });
  });
  it('puts a run that is tried again back into the queue', () => {
    const running = withRun(EMPTY, runWith(1, 'running'));
    const overview = withRun(running, {
      ...runWith(1, 'queued'),
      attempt: 2,
      readyAt: '2027-03-10T15:01:00Z',
    });
    expect([ids(overview.running), ids(overview.queued), overview.status.counts]).toEqual([
      [],
      [1],
      { ...EMPTY.status.counts, queued: 1 },
    ]);
  });
  it('keeps the newest failure of each task', () => {
    let overview = withRun(EMPTY, runWith(1, 'failed', 'a'));
    overview = withRun(overview, runWith(2, 'timed_out', 'b'));
    overview = withRun(overview, runWith(3, 'interrupted', 'a'));
    expect(ids(overview.failures)).toEqual([3, 2]);
    expect(overview.status.counts.failedToday).toBe(3);
  });
  it('does not count a cancelled run as failed', () => {
    const overview = withRun(EMPTY, runWith(1, 'cancelled'));
    expect([ids(overview.recent), ids(overview.failures), overview.status.counts.failedToday]).toEqual([
      [1],
      [],
      0,
    ]);
  });
  it('changes nothing it was given', () => {
    const before = structuredClone(EMPTY);
    withRun(EMPTY, runWith(1, 'running'));
    expect(EMPTY).toEqual(before);
  });
});

describe('events', () => {
  it.each(EVENT_TYPES)('%s makes something stale', (type) => {
    expect(staleAfter(event(type)).length).toBeGreaterThan(0);
  });
  it('takes a run from an event only where it is one', () => {
    expect(runOf(event('run.queued', { run: runWith(4, 'queued') }))?.id).toBe(4);
    for (const run of [undefined, null, 4, {}, { id: 4 }, { id: 4, state: 'dreaming' }]) {
      expect(runOf(event('run.queued', { run }))).toBeUndefined();
    }
  });
});
