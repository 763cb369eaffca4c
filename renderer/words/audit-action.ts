/** Actions of the audit in words. The shared noun carries zod with it; a test ties the list. */
import type { AuditAction } from '#shared/nouns/audit.ts';
import type { Tone } from './run-state.ts';

export const AUDIT_WORDS: Readonly<Record<AuditAction, { label: string; tone: Tone }>> = {
  'run.requested': { label: 'Run asked for', tone: 'quiet' },
  'run.denied': { label: 'Run denied', tone: 'failed' },
  'run.cancelled': { label: 'Run cancelled', tone: 'quiet' },
  'approval.requested': { label: 'Approval asked for', tone: 'waiting' },
  'approval.approved': { label: 'Approved', tone: 'ok' },
  'approval.denied': { label: 'Approval denied', tone: 'failed' },
  'approval.expired': { label: 'Approval lapsed', tone: 'quiet' },
  'approval.void': { label: 'Approval void', tone: 'quiet' },
  'approval.revoked': { label: 'Approval revoked', tone: 'waiting' },
  'approval.used': { label: 'Approval used', tone: 'quiet' },
  'validation.accepted': { label: 'Result accepted', tone: 'ok' },
  'validation.rejected': { label: 'Result rejected', tone: 'failed' },
  'policy.changed': { label: 'Policy changed', tone: 'waiting' },
  'policy.invalid': { label: 'Policy broken', tone: 'failed' },
  'freeze.on': { label: 'Frozen', tone: 'waiting' },
  'freeze.off': { label: 'Thawed', tone: 'ok' },
  'client.created': { label: 'Client made', tone: 'waiting' },
  'client.revoked': { label: 'Client revoked', tone: 'quiet' },
  'client.login': { label: 'Signed in', tone: 'quiet' },
  'client.logout': { label: 'Signed out', tone: 'quiet' },
  'request.refused': { label: 'Request refused', tone: 'failed' },
  'task.changed': { label: 'Task changed', tone: 'quiet' },
  'settings.changed': { label: 'Settings changed', tone: 'quiet' },
  'schedule.paused': { label: 'Schedule paused', tone: 'waiting' },
  'schedule.resumed': { label: 'Schedule resumed', tone: 'quiet' },
};
