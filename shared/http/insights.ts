import { z } from 'zod';
import {
  AgentsPoint,
  DiskInsight,
  InsightRange,
  InsightSummary,
  MachinePoint,
  OutcomePoint,
  QueuePoint,
  Span,
  TaskInsight,
  TaskInsightSort,
  TelemetryStatus,
  TrendPoint,
  TrendRun,
  UnusualRun,
  Usual,
  WeekCell,
} from '../nouns/insights.ts';
import { endpoint } from './endpoint.ts';

const range = InsightRange.default('30d');
const task = z.string().min(1).max(200).optional();

export const insightEndpoints = {
  getInsights: endpoint({
    method: 'GET',
    path: '/api/v1/insights',
    summary: 'How runs did in a stretch of time, and in the one before: outcomes, time saved, waits.',
    query: z.strictObject({ range, task }),
    response: InsightSummary,
    errors: ['telemetry_unavailable'],
  }),
  getOutcomes: endpoint({
    method: 'GET',
    path: '/api/v1/insights/outcomes',
    summary: 'Success rate and time saved, hour by hour or day by day.',
    query: z.strictObject({ range, task }),
    response: z.strictObject({ span: Span, points: z.array(OutcomePoint) }),
    errors: ['telemetry_unavailable'],
  }),
  listTaskInsights: endpoint({
    method: 'GET',
    path: '/api/v1/insights/tasks',
    summary: 'Tasks by how slow, flaky, busy or useful they were.',
    query: z.strictObject({
      range,
      sort: TaskInsightSort.default('slowest'),
      limit: z.coerce.number<number | string>().int().min(1).max(500).default(20),
    }),
    response: z.strictObject({
      span: Span,
      tasks: z.array(TaskInsight),
      /** True where there are more than `limit`. */
      more: z.boolean(),
    }),
    errors: ['telemetry_unavailable'],
  }),
  getTrend: endpoint({
    method: 'GET',
    path: '/api/v1/insights/tasks/:task/trend',
    summary: 'How long the runs of a task took, what is usual for it, and which runs were not.',
    params: z.strictObject({ task: z.string().min(1).max(200) }),
    query: z.strictObject({ range }),
    response: z.strictObject({
      span: Span,
      task: z.string(),
      points: z.array(TrendPoint),
      /** The newest 500 runs of the stretch that are kept one by one, oldest first. */
      runs: z.array(TrendRun),
      usual: Usual,
      unusual: z.array(UnusualRun),
    }),
    errors: ['telemetry_unavailable'],
  }),
  getWeek: endpoint({
    method: 'GET',
    path: '/api/v1/insights/week',
    summary: 'Runs and failures by weekday and hour: 168 cells, Monday 0:00 first.',
    query: z.strictObject({ range, task }),
    response: z.strictObject({ span: Span, cells: z.array(WeekCell) }),
    errors: ['telemetry_unavailable'],
  }),
  getQueueInsights: endpoint({
    method: 'GET',
    path: '/api/v1/insights/queue',
    summary: 'How long runs waited and how late they started, and how full the queue was.',
    query: z.strictObject({ range, task }),
    response: z.strictObject({ span: Span, points: z.array(QueuePoint) }),
    errors: ['telemetry_unavailable'],
  }),
  getAgentInsights: endpoint({
    method: 'GET',
    path: '/api/v1/insights/agents',
    summary: 'Agents by state over time.',
    query: z.strictObject({ range }),
    response: z.strictObject({ span: Span, points: z.array(AgentsPoint) }),
    errors: ['telemetry_unavailable'],
  }),
  getMachineInsights: endpoint({
    method: 'GET',
    path: '/api/v1/insights/machine',
    summary: "Luka's own memory and the lateness of its main thread over time.",
    query: z.strictObject({ range }),
    response: z.strictObject({ span: Span, points: z.array(MachinePoint) }),
    errors: ['telemetry_unavailable'],
  }),
  getDiskInsights: endpoint({
    method: 'GET',
    path: '/api/v1/insights/disk',
    summary: 'What Luka takes of the disk, how it grows, and when the disk is full if it goes on like that.',
    query: z.strictObject({ range }),
    response: DiskInsight,
    errors: ['telemetry_unavailable'],
  }),
  listUnusual: endpoint({
    method: 'GET',
    path: '/api/v1/insights/unusual',
    summary: 'Runs far outside the history of their own task, newest first.',
    query: z.strictObject({
      range,
      task,
      limit: z.coerce.number<number | string>().int().min(1).max(500).default(100),
    }),
    response: z.strictObject({ span: Span, unusual: z.array(UnusualRun), more: z.boolean() }),
    errors: ['telemetry_unavailable'],
  }),
  getTelemetry: endpoint({
    method: 'GET',
    path: '/api/v1/telemetry',
    summary: 'What is kept of telemetry: rows, measured size, and since when.',
    response: TelemetryStatus,
    errors: ['telemetry_unavailable'],
  }),
} as const;
