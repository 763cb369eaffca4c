/** Rows of the audit that are decisions: green goes ahead, yellow holds back or has to be watched. */
import type { AuditAction, AuditRow } from '#shared/nouns/audit.ts';

export interface Decision {
  readonly light: 'green' | 'yellow';
  readonly text: string;
  readonly at: string;
}

const LIGHTS: Partial<Record<AuditAction, readonly ['green' | 'yellow', string]>> = {
  'approval.approved': ['green', 'approved'],
  'validation.accepted': ['green', 'accepted the result of'],
  'module.deployed': ['green', 'deployed'],
  'freeze.off': ['green', 'ended the freeze'],
  'schedule.resumed': ['green', 'resumed'],
  'approval.denied': ['yellow', 'denied'],
  'approval.revoked': ['yellow', 'took back the approval of'],
  'validation.rejected': ['yellow', 'rejected the result of'],
  'module.rolled_back': ['yellow', 'rolled back'],
  'policy.changed': ['yellow', 'changed'],
  'freeze.on': ['yellow', 'froze'],
  'schedule.paused': ['yellow', 'paused'],
};

export function decisionOf({ action, actor, subject, reason, at }: AuditRow): Decision | undefined {
  const [light, verb] = LIGHTS[action] ?? [];
  if (light === undefined) return undefined;
  return { light, at, text: `${actor.name} ${verb} ${subject}${reason === undefined ? '' : `: ${reason}`}` };
}
