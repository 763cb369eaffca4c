/** What a deployment of Luka itself did, and what it found: the same for `deploy`, `verify` and `rollback`. */
import { z } from 'zod';

export const DeployCheck = z.strictObject({
  /** `release`, `service file`, `service`, `control`, `api`, `ui`, `version`. */
  name: z.string(),
  ok: z.boolean(),
  /** What was seen. */
  note: z.string(),
});
export type DeployCheck = z.infer<typeof DeployCheck>;

export const DeployReport = z.strictObject({
  action: z.enum(['deploy', 'rollback', 'verify', 'repair']),
  /**
   * `planned`: a dry run. `rolled_back`: it failed, and the release before runs again. `failed`: a check of `verify`.
   * `stuck`: neither could be reached.
   */
  outcome: z.enum(['planned', 'done', 'rolled_back', 'failed', 'stuck']),
  at: z.string(),
  endedAt: z.string(),
  home: z.string(),
  service: z.string(),
  /** The release it was about, and the one before. */
  release: z.string().optional(),
  before: z.string().optional(),
  steps: z.array(
    z.strictObject({
      step: z.string(),
      state: z.enum(['planned', 'done', 'failed', 'undone']),
      note: z.string(),
    }),
  ),
  checks: z.array(DeployCheck),
  /** Why it failed. */
  message: z.string().optional(),
  /** Where the report was written, without its ending. */
  file: z.string().optional(),
});
export type DeployReport = z.infer<typeof DeployReport>;
