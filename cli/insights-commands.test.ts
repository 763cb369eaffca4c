/** What `luka insights` and `luka telemetry` ask, and how they tell the answers. */
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { InsightSummary, TaskInsight, UnusualRun } from '#shared/nouns/insights.ts';
import { showTelemetry } from './commands/telemetry.ts';
import { fakeLuka } from './fake-luka.ts';
import { showInsights } from './insights/show-insights.ts';
import { showTaskInsights } from './insights/show-task.ts';

const span = {
  range: '7d',
  from: '2026-11-15T12:00:00.000Z',
  to: '2026-11-22T12:00:00.000Z',
  tz: 'UTC',
  bucket: 'hour',
} as const;
const counts = { runs: 1_000, succeeded: 979, failed: 20, cancelled: 1, successRate: 979 / 999 };
const summary: InsightSummary = {
  span,
  now: counts,
  before: { runs: 10, succeeded: 10, failed: 0, cancelled: 0, successRate: 1 },
  byState: { succeeded: 979, failed: 20, cancelled: 1 },
  saved: { savedMs: 7_200_000, counted: 8, successes: 979, machineMs: 60_000 },
  waitP95Ms: 1_200,
  lateP95Ms: null,
  unusual: 1,
  tasks: 2,
};
const unusual: UnusualRun = {
  run: 12,
  task: 'backup',
  at: '2026-11-22T11:00:00.000Z',
  kind: 'slower',
  durationMs: 600_000,
  usualMs: 60_000,
  lowMs: 30_000,
  highMs: 120_000,
  history: 50,
  factor: 10,
  message: 'took 10 min 00 s, usually 1 min 00 s',
};
const task: TaskInsight = {
  ...counts,
  task: 'backup\u001b[2J',
  title: 'Backup',
  exists: true,
  medianMs: 60_000,
  p95Ms: 90_000,
  maxMs: 600_000,
  totalMs: 1e6,
  flips: 3,
  retried: 1,
  flakiness: 0.004,
  savedMs: 7_200_000,
  byHandMs: 900_000,
  unusual: 1,
  spark: [1, null, 9],
  failures: [0, 0, 20],
};
const point = { ...counts, at: span.from, label: '2026-11-15 12:00', savedMs: 0, machineMs: 0 };

const answers: Record<string, unknown> = {
  '/api/v1/insights': summary,
  '/api/v1/insights/outcomes': { span, points: [point, { ...point, runs: 5, successRate: 0.2 }] },
  '/api/v1/insights/tasks': { span, tasks: [task], more: false },
  '/api/v1/insights/unusual': { span, unusual: [unusual], more: false },
  '/api/v1/insights/disk': {
    span,
    points: [],
    parts: [],
    freeTrend: { known: false, message: 'needs 7 days of measures, has 1' },
    forecast: { kind: 'cannot_tell', message: 'needs 7 days of measures, has 1' },
  },
  '/api/v1/insights/tasks/backup/trend': {
    span,
    task: 'backup',
    points: [
      { at: span.from, label: 'x', succeeded: 1, failed: 0, medianMs: 5, p95Ms: 5, minMs: 5, maxMs: 5 },
    ],
    runs: [],
    usual: { known: true, usualMs: 60_000, lowMs: 30_000, highMs: 120_000, history: 50 },
    unusual: [unusual],
  },
  '/api/v1/telemetry': {
    file: '/home/telemetry.db',
    bytes: 48_700_000,
    tiers: [
      { tier: 'raw', kept: '30 days', rows: 9_000, bytes: 2e6, from: '2026-10-23T00:00:00.000Z' },
      { tier: 'daily', kept: 'for ever', rows: 20_000, bytes: 3e6 },
    ],
    notedEvents: 2_000_000,
    behind: 7,
    lines: { on: true, folder: '/home/telemetry', files: 1, bytes: 4_000 },
  },
};
const answer = ({ endpoint }: { endpoint: string }) => answers[endpoint.split(' ')[1]!];

describe('luka insights', () => {
  it('tells a stretch in a few lines, and tasks with a small chart', async () => {
    const luka = fakeLuka(answer);
    await showInsights(luka.session, { range: '7d', sort: 'flakiest', limit: 15 });
    const out = luka.text('out');
    expect(out).toContain('the last 7 days: 1000 runs, 97.9 % succeeded, 20 failed, 1 cancelled\n');
    expect(out).toContain('the same time before: 10 runs, 100 % succeeded\n');
    expect(out).toContain('saved 2 h 00 min by hand (8 of 979 successes say so), machine time 1 min 00 s\n');
    expect(out).toContain('95 % waited less than 1.2 s, 1 unusually long or short\n');
    expect(out).toMatch(/backup\ufffd.* +1000 +20 +97\.9 % +1 min 00 s .* 2 h 00 min +▁·█\n/);
    expect(out).toContain('unusual run 12 of backup took 10 min 00 s, usually 1 min 00 s\n');
    expect(luka.calls.find(({ endpoint }) => endpoint.endsWith('/tasks'))?.query).toEqual({
      range: '7d',
      sort: 'flakiest',
      limit: '15',
    });
  });

  it('says so where nothing ran, and gives everything as JSON', async () => {
    const empty = fakeLuka((call) =>
      call.endpoint.endsWith('/insights')
        ? { ...summary, now: { runs: 0, succeeded: 0, failed: 0, cancelled: 0, successRate: null } }
        : answer(call),
    );
    await showInsights(empty.session, { range: '7d', sort: 'slowest', limit: 15 });
    expect(empty.text('out')).toBe('the last 7 days: 0 runs\n');
    const json = fakeLuka(answer, { json: true });
    await showInsights(json.session, { range: '7d', sort: 'slowest', limit: 15 });
    expect(JSON.parse(json.text('out'))).toMatchObject({ summary: { tasks: 2 }, tasks: [{ flips: 3 }] });
  });

  it('tells of one task what is usual, and which runs were not', async () => {
    const luka = fakeLuka(answer);
    await showTaskInsights(luka.session, 'backup', '7d');
    expect(luka.text('out')).toContain('usually 1 min 00 s; unusual below 30.0 s and above 2 min 00 s');
    expect(luka.text('out')).toMatch(/12 .* slower +took 10 min 00 s/);
  });

  it('does not take a task that is not there for one that rests', async () => {
    const luka = fakeLuka((call) => {
      if (call.endpoint === 'GET /api/v1/tasks/backup') throw new LukaError('task_unknown');
      return call.endpoint.endsWith('/insights') ? { ...summary, now: { ...counts, runs: 0 } } : answer(call);
    });
    await expect(showTaskInsights(luka.session, 'backup', '7d')).rejects.toMatchObject({
      code: 'task_unknown',
    });
  });
});

describe('luka telemetry', () => {
  it('tells what is kept and how large it is', async () => {
    const luka = fakeLuka(answer);
    await showTelemetry(luka.session);
    expect(luka.text('out')).toMatch(/raw +30 days +9000 +2(\.0)? MB +2026-10-2\d +-/);
    expect(luka.text('out')).toContain('2000000 events counted');
    expect(luka.text('err')).toContain('7 events are still to be counted');
  });
});
