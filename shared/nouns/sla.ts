/** By when a task must have succeeded, and how it stands with that. */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { WEEKDAYS } from './schedule-policy.ts';

export const Sla = z.strictObject({
  /** A time of day: `07:00`. */
  succeededBy: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day as HH:MM, from 00:00 to 23:59'),
  /** All where left out. */
  days: z.array(z.enum(WEEKDAYS)).min(1).optional(),
  /** The machine's zone where left out. */
  tz: z.string().min(1).max(64).optional(),
  /** Told at the latest so long before, where it has not succeeded; 30 min. */
  warn: Duration.optional(),
  /** A success counts that came at most so long before; 24 h. */
  within: Duration.optional(),
});
export type Sla = z.infer<typeof Sla>;

/** `late`: it was broken, and the task has succeeded since. */
export const SLA_STATES = ['waiting', 'at_risk', 'met', 'broken', 'late'] as const;
export const SlaState = z.enum(SLA_STATES);
export type SlaState = z.infer<typeof SlaState>;

/** True while somebody should look. */
export function isSlaTrouble(state: SlaState): boolean {
  return state === 'at_risk' || state === 'broken';
}

export const SlaOutcome = z.strictObject({
  /** ISO 8601, as all moments here. */
  deadline: z.string(),
  state: SlaState,
  reason: z.string(),
  /** When it came to that. */
  at: z.string(),
});
export type SlaOutcome = z.infer<typeof SlaOutcome>;

export const SlaStatus = z.strictObject({
  task: z.string(),
  title: z.string(),
  /** In words: `succeeded by 07:00 on mon, tue (Asia/Bangkok)`. */
  words: z.string(),
  /** The one it is about now: one that was broken and not made good, else the next. */
  deadline: z.string(),
  state: SlaState,
  reason: z.string(),
  /** By when a run must have started, by how long runs took. */
  startBy: z.string().optional(),
  /** What runs took, of ten nine took at most as long, ms; absent while too few are known. */
  expectedMs: z.number().optional(),
  /** The newest first. */
  past: z.array(SlaOutcome),
});
export type SlaStatus = z.infer<typeof SlaStatus>;
