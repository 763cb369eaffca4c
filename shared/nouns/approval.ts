/** An approval is a human's yes or no, bound to the hash of exactly what will run. */
import { z } from 'zod';
import { GateVerdict } from './gate.ts';
import { Actor } from './role.ts';
import { RunCause } from './trigger.ts';

export const APPROVAL_STATES = ['pending', 'approved', 'denied', 'expired', 'void', 'revoked'] as const;
export const ApprovalState = z.enum(APPROVAL_STATES);
export type ApprovalState = z.infer<typeof ApprovalState>;

/** How often or how long a yes counts: for this run, for n runs of the same thing, or until a date. */
export const Grant = z.union([
  z.strictObject({ once: z.literal(true) }),
  z.strictObject({ runs: z.int().min(1).max(1_000) }),
  z.strictObject({ until: z.iso.datetime({ offset: true }) }),
]);
export type Grant = z.infer<typeof Grant>;

export const ApprovalSummary = z.strictObject({
  id: z.int().positive(),
  state: ApprovalState,
  /** The run that waits or waited for it. */
  run: z.int().positive(),
  task: z.string().optional(),
  title: z.string(),
  hash: z.string(),
  score: z.int().min(0).max(100),
  /** Of what speaks against it, what weighs most. */
  reason: z.string().optional(),
  cause: RunCause,
  requestedAt: z.string(),
  requestedBy: Actor,
  /** While pending: when the question lapses. */
  expiresAt: z.string(),
  decidedAt: z.string().optional(),
  decidedBy: Actor.optional(),
  /** Why it was denied, or what the approver said to it. */
  note: z.string().optional(),
  grant: Grant.optional(),
  /** Runs it still lets through, where they are counted. */
  left: z.int().min(0).optional(),
});
export type ApprovalSummary = z.infer<typeof ApprovalSummary>;

export const DiffLine = z.strictObject({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });
export type DiffLine = z.infer<typeof DiffLine>;

export const Approval = ApprovalSummary.extend({
  verdict: GateVerdict,
  /** Exactly what will run, written out: steps, parameters, files with their hashes, environment names, confinement. */
  work: z.string(),
  /** The last approved version of the same task it is compared with. */
  comparedTo: z.int().positive().optional(),
  /** Against that version; all lines are `added` where there is none. */
  diff: z.array(DiffLine),
});
export type Approval = z.infer<typeof Approval>;
