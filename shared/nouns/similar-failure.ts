/** A failure that looks like one from before, and what came after it. */
import { z } from 'zod';
import { Memory } from './memory.ts';
import { RunSummary } from './run.ts';

export const SimilarFailure = z.strictObject({
  run: RunSummary,
  /** 0 to 1. */
  likeness: z.number().min(0).max(1),
  /** What they share, in words: `the same task`, `the same error code`, `92 % of the end of the log`. */
  shares: z.array(z.string()),
  /** The next run of its task that succeeded. */
  mendedBy: RunSummary.optional(),
  /** What is known to be otherwise between the two, in words: `the task's file was changed`. */
  changed: z.array(z.string()),
});
export type SimilarFailure = z.infer<typeof SimilarFailure>;

export const SimilarFailures = z.strictObject({
  run: z.int().positive(),
  /** The most alike first; none where the run did not end badly. */
  failures: z.array(SimilarFailure),
  /** Memories that fit: solutions before errors. */
  memories: z.array(Memory),
});
export type SimilarFailures = z.infer<typeof SimilarFailures>;
