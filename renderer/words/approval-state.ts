/** Approvals in words. Pure: `now` is given, in ms since 1970. */
import type { ApprovalState, ApprovalSummary, Grant } from '#shared/nouns/approval.ts';
import type { Tone } from './run-state.ts';
import { count } from './run-state.ts';
import { dueWords } from './time.ts';

export const APPROVAL_WORDS: Readonly<Record<ApprovalState, { label: string; tone: Tone }>> = {
  pending: { label: 'Waits for you', tone: 'waiting' },
  approved: { label: 'Approved', tone: 'ok' },
  denied: { label: 'Denied', tone: 'failed' },
  expired: { label: 'Lapsed', tone: 'quiet' },
  void: { label: 'Void', tone: 'quiet' },
  revoked: { label: 'Revoked', tone: 'quiet' },
};

type Granted = Pick<ApprovalSummary, 'state' | 'grant' | 'left'>;

/** Whether a yes still lets runs through. */
export function isOpen({ state, grant, left }: Granted, now: number): boolean {
  if (state !== 'approved' || grant === undefined) return false;
  return 'until' in grant ? Date.parse(grant.until) > now : (left ?? 0) > 0;
}

/** What a yes was for: `for one run`, `for 5 runs`, `until Fri 14:05`. */
export function grantWords(grant: Grant | undefined, now: number): string {
  if (grant === undefined) return '';
  if ('once' in grant) return 'for one run';
  if ('runs' in grant) return `for ${count(grant.runs, 'run')}`;
  return Date.parse(grant.until) > now ? untilWords(grant.until, now) : 'until a time that has passed';
}

/** `for another 30 min`, `until tomorrow 07:00`. */
function untilWords(until: string, now: number): string {
  const words = dueWords(until, now);
  return words.startsWith('in ') ? `for another ${words.slice(3)}` : `until ${words.replace(/^today /, '')}`;
}

/** What is left of it: `still lets 4 runs through`, `still lets runs through until Fri 14:05`. Nothing where it is used up. */
export function leftWords(approval: Granted, now: number): string {
  const { grant, left } = approval;
  if (!isOpen(approval, now) || grant === undefined) return '';
  return 'until' in grant
    ? `still lets runs through ${untilWords(grant.until, now)}`
    : `still lets ${count(left ?? 0, 'run')} through`;
}
