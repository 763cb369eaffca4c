/** How long what happened is kept. What a person wrote is never removed by age; neither is the audit. */
import { z } from 'zod';

/** Whole days; null is for ever. `why` and what is due look back 31 days, so nothing is kept for less. */
const Days = (least: number) => z.int().min(least).max(36_500).nullable();

export const Retention = z.strictObject({
  /** Runs with their attempts, steps, checks and decided approvals; slots, sleeps and holds, too. */
  runDays: Days(31).default(365),
  /** The newest runs of each task that stay whatever their age. */
  runsPerTask: z.int().min(1).max(10_000).default(50),
  /** What runs wrote. */
  logDays: Days(1).default(90),
  /** All logs together, in bytes: beyond it the oldest go first. Null: no bound. */
  logBytes: z.int().min(10_000_000).max(1e15).nullable().default(2_000_000_000),
  /** Events, from which pages and clients go on where they were. */
  eventDays: Days(7).default(30),
  /** Orders in queue/done and queue/failed. */
  orderDays: Days(1).default(90),
  /** Copies of plists and units as they were before a change. */
  snapshotDays: Days(31).default(365),
  /** Releases of modules and of Luka that are not the current one. */
  releaseDays: Days(1).default(180),
  /** The newest of each, besides the current one, that stay whatever their age. */
  releasesKept: z.int().min(1).max(100).default(3),
});
export type Retention = z.infer<typeof Retention>;
export const DEFAULT_RETENTION: Retention = Retention.parse({});

/** What is kept of each kind. */
export const RETAINED = [
  'logs',
  'runs',
  'slots',
  'power',
  'events',
  'orders',
  'snapshots',
  'lines',
  'releases',
] as const;
export const RetainedKind = z.enum(RETAINED);
export type RetainedKind = z.infer<typeof RetainedKind>;

export const RetentionPart = z.strictObject({
  kind: RetainedKind,
  /** How many there are, and how many of them go. */
  there: z.int().min(0),
  goes: z.int().min(0),
  /** Bytes of files that go; 0 for rows, whose room the ledger uses again. */
  bytes: z.int().min(0),
  /** Logs of runs that go on, such as services: counted, and never removed while they are written. */
  writing: z.strictObject({ count: z.int().min(0), bytes: z.int().min(0) }).optional(),
  /** In words: `older than 90 days`. */
  rule: z.string(),
});
export type RetentionPart = z.infer<typeof RetentionPart>;

export const RetentionReport = z.strictObject({
  at: z.string(),
  /** False for a dry run: nothing went. */
  applied: z.boolean(),
  parts: z.array(RetentionPart),
  /** Of the ledger's file. */
  ledgerBytes: z.int().min(0),
  /** Backups that lie in the home: counted, and never removed by Luka. Absent where there are none. */
  backups: z.strictObject({ count: z.int().min(1), bytes: z.int().min(0) }).optional(),
  tookMs: z.number().min(0),
});
export type RetentionReport = z.infer<typeof RetentionReport>;
