/** The audit: who did what, decided how and why, in rows that are chained by their hashes. */
import { z } from 'zod';
import { Actor } from './role.ts';

export const AUDIT_ACTIONS = [
  'run.requested',
  'run.denied',
  'run.cancelled',
  'approval.requested',
  'approval.approved',
  'approval.denied',
  'approval.expired',
  'approval.void',
  'approval.revoked',
  'approval.used',
  'validation.accepted',
  'validation.rejected',
  'policy.changed',
  'policy.invalid',
  'freeze.on',
  'freeze.off',
  'client.created',
  'client.revoked',
  'client.login',
  'client.logout',
  'request.refused',
  'task.changed',
  'settings.changed',
  'agent.changed',
  'schedule.paused',
  'schedule.resumed',
  'service.started',
  'service.stopped',
  'service.restarted',
  'module.staged',
  'module.dropped',
  'hold.added',
  'hold.released',
  'wake.planned',
  'wake.cancelled',
  'module.deployed',
  'module.rolled_back',
  'source.added',
  'source.removed',
  'memory.forgotten',
  'retention.applied',
  'doctor.mended',
  'answer.escalated',
  'answer.settled',
  'notify.changed',
  'notify.invalid',
  'notify.tested',
  'notify.retried',
] as const;
export const AuditAction = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof AuditAction>;

export const AuditRow = z.strictObject({
  seq: z.int().positive(),
  at: z.string(),
  actor: Actor,
  action: AuditAction,
  /** What it was about: `run 12`, `task backup`, `policy`, `client ci`. */
  subject: z.string(),
  decision: z.string().optional(),
  reason: z.string().optional(),
  /** SHA-256 of what it was about, where it has one: the work, the policy's text. */
  subjectHash: z.string().optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  /** SHA-256 over this row and the hash before it. */
  hash: z.string(),
});
export type AuditRow = z.infer<typeof AuditRow>;

export const AuditVerification = z.strictObject({
  ok: z.boolean(),
  rows: z.int().min(0),
  /** The newest row's hash: noted elsewhere, it proves that nothing before it was changed. */
  head: z.string(),
  /** The first fault. */
  fault: z.strictObject({ seq: z.int(), message: z.string() }).optional(),
});
export type AuditVerification = z.infer<typeof AuditVerification>;
