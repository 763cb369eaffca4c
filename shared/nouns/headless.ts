/** A Mac that never sleeps: what was planned, done and seen. */
import { z } from 'zod';

export const HeadlessStep = z.strictObject({
  /** As whom it is done. */
  as: z.enum(['root', 'person']),
  /** As a person would type it; what is written to a file is named by the file. */
  command: z.string(),
  why: z.string(),
  state: z.enum(['planned', 'done', 'failed', 'undone']),
  note: z.string(),
});
export type HeadlessStep = z.infer<typeof HeadlessStep>;

export const HeadlessReport = z.strictObject({
  action: z.enum(['restore', 'verify', 'rollback']),
  outcome: z.enum(['planned', 'done', 'failed', 'rolled_back', 'stuck']),
  at: z.string(),
  steps: z.array(HeadlessStep),
  checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), note: z.string() })),
  /** What this machine has not, and is left out. */
  notes: z.array(z.string()),
  message: z.string().optional(),
  file: z.string().optional(),
});
export type HeadlessReport = z.infer<typeof HeadlessReport>;
