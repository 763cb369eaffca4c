/**
 * How the machine's automation did over time, from roll-ups that outlive the runs themselves. Every list of points is
 * complete: a bucket without anything is there with zeros and nulls. All durations are milliseconds, all sizes bytes.
 */
import { z } from 'zod';
import { AgentState } from './agent.ts';
import { RunState } from './run.ts';

/** How far back: the hours or days up to now, the one that goes on included. */
export const INSIGHT_RANGES = ['24h', '7d', '30d', '90d', '1y'] as const;
export const InsightRange = z.enum(INSIGHT_RANGES);
export type InsightRange = z.infer<typeof InsightRange>;

const count = z.int().min(0);
/** Null where nothing was measured. */
const ms = z.number().min(0).nullable();
/** 0 to 1; null where there is nothing to divide. */
const share = z.number().min(0).max(1).nullable();

/** The stretch that an answer is about. */
export const Span = z.strictObject({
  range: InsightRange,
  /** ISO 8601, UTC: the start of the first bucket, and now. */
  from: z.string(),
  to: z.string(),
  /** The person's time zone; days and hours are its days and hours. */
  tz: z.string(),
  /** Hours for `24h` and `7d`, else days. */
  bucket: z.enum(['hour', 'day']),
  /** The end of the first run that is remembered at all; absent where none is. */
  since: z.string().optional(),
  /** Present while a history is still being counted for the first time: figures will grow. */
  counting: z.literal(true).optional(),
});
export type Span = z.infer<typeof Span>;

/** Where a bucket begins, and its name in the person's zone: `2026-03-29`, or `2026-03-29 14:00` for an hour. */
const bucket = { at: z.string(), label: z.string() };

/**
 * Runs by how they ended, placed where they ended. `failed` counts all that ended without doing what was asked: failed,
 * timed out, interrupted, denied. Cancelled runs are neither successes nor failures.
 */
export const RunCounts = z.strictObject({
  runs: count,
  succeeded: count,
  failed: count,
  cancelled: count,
  /** Successes of those that succeeded or failed. */
  successRate: share,
});
export type RunCounts = z.infer<typeof RunCounts>;

/**
 * Time saved, and what it means. A task may say how long a person takes for it by hand (`byHand: 15m`); each of its
 * successes saves that, and nothing else is claimed. `counted` of `successes` say it. `machineMs` is measured: how long
 * successful runs took, which is what somebody would have had to wait beside them at least.
 */
export const TimeSaved = z.strictObject({
  savedMs: z.number().min(0),
  counted: count,
  successes: count,
  machineMs: z.number().min(0),
});
export type TimeSaved = z.infer<typeof TimeSaved>;

/** A run far outside the history of its own task. */
export const UnusualRun = z.strictObject({
  run: z.int().positive(),
  /** Absent only for work orders, which have no history and are never unusual. */
  task: z.string(),
  /** When it ended. */
  at: z.string(),
  kind: z.enum(['slower', 'faster']),
  durationMs: z.number().min(0),
  /** The median of the successes before it, and where the usual ends on both sides. */
  usualMs: z.number().min(0),
  lowMs: z.number().min(0),
  highMs: z.number().min(0),
  /** How many successes that is known from. */
  history: count,
  /** duration / usual: 4 is four times as long. */
  factor: z.number().min(0),
  /** In words: `took 12 min, usually 3 min`. */
  message: z.string(),
});
export type UnusualRun = z.infer<typeof UnusualRun>;

export const InsightSummary = z.strictObject({
  span: Span,
  now: RunCounts,
  /** The stretch of the same length before; absent where nothing of it is remembered. */
  before: RunCounts.optional(),
  byState: z.partialRecord(RunState, count),
  saved: TimeSaved,
  savedBefore: TimeSaved.optional(),
  /** How long runs waited between being asked for and their start. */
  waitP95Ms: ms,
  /** How long after its due moment a scheduled run started. */
  lateP95Ms: ms,
  unusual: count,
  /** Tasks that ran. */
  tasks: count,
});
export type InsightSummary = z.infer<typeof InsightSummary>;

export const OutcomePoint = RunCounts.extend({
  ...bucket,
  savedMs: z.number().min(0),
  machineMs: z.number().min(0),
});
export type OutcomePoint = z.infer<typeof OutcomePoint>;

export const TASK_INSIGHT_SORTS = ['slowest', 'flakiest', 'failures', 'runs', 'saved', 'busiest'] as const;
export const TaskInsightSort = z.enum(TASK_INSIGHT_SORTS);
export type TaskInsightSort = z.infer<typeof TaskInsightSort>;

/** One task in the stretch. Durations are those of its successes; percentiles are within 5 % of the exact ones. */
export const TaskInsight = RunCounts.extend({
  task: z.string(),
  /** The id where the task is gone. */
  title: z.string(),
  exists: z.boolean(),
  medianMs: ms,
  p95Ms: ms,
  maxMs: ms,
  /** Of all its runs together. */
  totalMs: z.number().min(0),
  /** How often the outcome was another one than that of the run before. */
  flips: count,
  /** Successes that took more than one attempt. */
  retried: count,
  /** (flips + retried) of the runs that succeeded or failed: what always fails is broken, not flaky. */
  flakiness: share,
  savedMs: z.number().min(0),
  /** What the task says; absent where it says nothing. */
  byHandMs: z.number().min(0).optional(),
  unusual: count,
  lastEndedAt: z.string().optional(),
  /** Medians for a small chart, oldest first: at most 60, each of as many buckets as it takes. */
  spark: z.array(ms),
  /** Failures of the same. */
  failures: z.array(count),
});
export type TaskInsight = z.infer<typeof TaskInsight>;

export const TrendPoint = z.strictObject({
  ...bucket,
  succeeded: count,
  failed: count,
  medianMs: ms,
  p95Ms: ms,
  minMs: ms,
  maxMs: ms,
});
export type TrendPoint = z.infer<typeof TrendPoint>;

/** One run as a dot in the trend. */
export const TrendRun = z.strictObject({
  run: z.int().positive(),
  at: z.string(),
  state: RunState,
  durationMs: z.number().min(0),
  unusual: z.boolean(),
});
export type TrendRun = z.infer<typeof TrendRun>;

/** What is usual for a task by now: outside of low and high a success is unusual. */
export const Usual = z.discriminatedUnion('known', [
  z.strictObject({
    known: z.literal(true),
    usualMs: z.number().min(0),
    lowMs: z.number().min(0),
    highMs: z.number().min(0),
    history: count,
  }),
  /** In words: `needs 10 successes, has 4`. */
  z.strictObject({ known: z.literal(false), message: z.string() }),
]);
export type Usual = z.infer<typeof Usual>;

/** Weekday 1 is Monday, 7 Sunday; hours 0 to 23 of the person's zone. */
export const WeekCell = z.strictObject({
  weekday: z.int().min(1).max(7),
  hour: z.int().min(0).max(23),
  runs: count,
  failed: count,
});
export type WeekCell = z.infer<typeof WeekCell>;

export const QueuePoint = z.strictObject({
  ...bucket,
  /** Runs that started and ended, whose waits these are. */
  runs: count,
  waitMedianMs: ms,
  waitP95Ms: ms,
  waitMaxMs: ms,
  /** Of those, runs of a due moment, whose lateness this is. */
  scheduled: count,
  lateMedianMs: ms,
  lateP95Ms: ms,
  lateMaxMs: ms,
  /** Due moments that came to nothing. */
  missed: count,
  /** Runs in the queue and going, as seen once a minute; null where Luka did not look. */
  queuedMean: z.number().min(0).nullable(),
  queuedMax: z.number().min(0).nullable(),
  runningMax: z.number().min(0).nullable(),
});
export type QueuePoint = z.infer<typeof QueuePoint>;

export const AgentsPoint = z.strictObject({
  ...bucket,
  /** Mean number of agents in each state; null where Luka did not look. */
  states: z.partialRecord(AgentState, z.number().min(0)).nullable(),
  /** The most that were in a state somebody should look at, at once. */
  troubledMax: z.number().min(0).nullable(),
});
export type AgentsPoint = z.infer<typeof AgentsPoint>;

export const MachinePoint = z.strictObject({
  ...bucket,
  /** The mean and the worst of what the main thread was late by. */
  loopDelayMeanMs: ms,
  loopDelayMaxMs: ms,
  /** Resident memory of Luka. */
  memoryMeanBytes: z.number().min(0).nullable(),
  memoryMaxBytes: z.number().min(0).nullable(),
});
export type MachinePoint = z.infer<typeof MachinePoint>;

export const DISK_PARTS = ['ledger', 'logs', 'knowledge', 'telemetry'] as const;
export const DiskPartName = z.enum(DISK_PARTS);
export type DiskPartName = z.infer<typeof DiskPartName>;

/** The last measure of each bucket; null where nothing was measured. */
export const DiskPoint = z.strictObject({
  ...bucket,
  ledger: z.number().min(0).nullable(),
  logs: z.number().min(0).nullable(),
  knowledge: z.number().min(0).nullable(),
  telemetry: z.number().min(0).nullable(),
  /** Free on the disk of the home, for the person. */
  free: z.number().min(0).nullable(),
});
export type DiskPoint = z.infer<typeof DiskPoint>;

/** A straight line through what was measured. */
export const DiskTrend = z.discriminatedUnion('known', [
  /** Bytes a day; negative where it shrinks. */
  z.strictObject({ known: z.literal(true), perDay: z.number(), days: z.number().min(0) }),
  /** In words: `needs a week of measures, has 2 days`. */
  z.strictObject({ known: z.literal(false), message: z.string() }),
]);
export type DiskTrend = z.infer<typeof DiskTrend>;

/** When the disk is full if it goes on like that. */
export const DiskForecast = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('full_in'),
    days: z.number().min(0),
    at: z.string(),
    message: z.string(),
  }),
  /** Free room grows, stays, or lasts for more than ten years. */
  z.strictObject({ kind: z.literal('not_in_sight'), message: z.string() }),
  z.strictObject({ kind: z.literal('cannot_tell'), message: z.string() }),
]);
export type DiskForecast = z.infer<typeof DiskForecast>;

export const DiskInsight = z.strictObject({
  span: Span,
  points: z.array(DiskPoint),
  /** As measured last; absent before the first measure. */
  parts: z.array(z.strictObject({ part: DiskPartName, bytes: z.number().min(0), trend: DiskTrend })),
  freeBytes: z.number().min(0).optional(),
  totalBytes: z.number().min(0).optional(),
  measuredAt: z.string().optional(),
  /** Of the free room of the whole disk, whoever uses it. */
  freeTrend: DiskTrend,
  forecast: DiskForecast,
});
export type DiskInsight = z.infer<typeof DiskInsight>;

/** What is kept of telemetry, and how large it is. */
export const TelemetryTier = z.strictObject({
  tier: z.enum(['raw', 'hourly', 'daily']),
  /** In words: `30 days`, `for ever`. */
  kept: z.string(),
  rows: count,
  /** Bytes in the file, as SQLite counts its pages. */
  bytes: count,
  from: z.string().optional(),
  to: z.string().optional(),
});
export type TelemetryTier = z.infer<typeof TelemetryTier>;

export const TelemetryStatus = z.strictObject({
  file: z.string(),
  /** The database with its log. */
  bytes: count,
  tiers: z.array(TelemetryTier),
  /** Events that were taken account of, and those still to be. */
  notedEvents: count,
  behind: count,
  /** One JSON object a line for each event of a run, by day. */
  lines: z.strictObject({
    on: z.boolean(),
    folder: z.string(),
    files: count,
    bytes: count,
    /** The file that is written now. */
    current: z.string().optional(),
  }),
});
export type TelemetryStatus = z.infer<typeof TelemetryStatus>;
