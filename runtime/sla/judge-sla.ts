/**
 * How it stands with one deadline. Pure: what is known comes in, a state, the words for it and the next moment at which it may
 * be another come out.
 */
import type { SlaState } from '#shared/nouns/sla.ts';

export interface SlaFacts {
  /** ms since 1970, as all moments here. */
  readonly now: number;
  readonly deadline: number;
  /** A success from then on counts. */
  readonly from: number;
  /** The first success that counts, up to now. */
  readonly succeededAt?: number | undefined;
  /** Runs that wait or go; `startedAt` absent while one waits. */
  readonly active: readonly { readonly id: number; readonly startedAt?: number | undefined }[];
  /** What a run takes, of ten nine at most; absent while too few are known. */
  readonly expectedMs?: number | undefined;
  /** At the latest so long before the deadline it is told. */
  readonly warnMs: number;
  /** When its triggers start it next. */
  readonly nextDue?: number | undefined;
  /** Why nothing starts by itself: `it is switched off`. */
  readonly held?: string | undefined;
}

export interface SlaJudgement {
  readonly state: SlaState;
  /** Facts, for words: which of the reasons it was. */
  readonly why:
    | 'succeeded'
    | 'succeeded late'
    | 'time left'
    | 'in time by what runs take'
    | 'due in time'
    | 'too slow'
    | 'longer than usual'
    | 'still waiting'
    | 'must start now'
    | 'close'
    | 'over';
  /** When to look again; undefined: only an event changes it. */
  readonly lookAt?: number;
}

/** A run that is due needs a moment to begin. */
const DUE_SLACK_MS = 60_000;

export function judgeSla(facts: SlaFacts): SlaJudgement {
  const { now, deadline, succeededAt } = facts;
  if (succeededAt !== undefined)
    return succeededAt <= deadline
      ? { state: 'met', why: 'succeeded' }
      : { state: 'late', why: 'succeeded late' };
  if (now >= deadline) return { state: 'broken', why: 'over' };
  const judgement = judgeOpen(facts);
  const lookAt = judgement.lookAt === undefined ? deadline : Math.min(judgement.lookAt, deadline);
  return { ...judgement, lookAt };
}

/** The deadline is to come, and nothing has succeeded. */
function judgeOpen(facts: SlaFacts): SlaJudgement {
  const { now, deadline, active, expectedMs, warnMs, nextDue, held } = facts;
  const warnAt = deadline - Math.max(warnMs, expectedMs ?? 0);
  const going = active.find(({ startedAt }) => startedAt !== undefined);
  if (going?.startedAt !== undefined) {
    if (expectedMs === undefined)
      return now >= warnAt
        ? { state: 'at_risk', why: 'close' }
        : { state: 'waiting', why: 'time left', lookAt: warnAt };
    const end = going.startedAt + expectedMs;
    if (end > deadline) return { state: 'at_risk', why: 'too slow' };
    if (now < end) return { state: 'waiting', why: 'in time by what runs take', lookAt: end };
    // Longer than nine of ten. While there is much time left that is no matter yet.
    return now >= deadline - warnMs
      ? { state: 'at_risk', why: 'longer than usual' }
      : { state: 'waiting', why: 'time left', lookAt: deadline - warnMs };
  }
  if (active.length > 0)
    return now >= warnAt
      ? { state: 'at_risk', why: 'still waiting' }
      : { state: 'waiting', why: 'time left', lookAt: warnAt };
  if (held === undefined && nextDue !== undefined && nextDue + DUE_SLACK_MS > now) {
    // Somebody planned it so that it is done in time: no word before it is due.
    const planned = nextDue + (expectedMs ?? 0);
    if (planned <= deadline && nextDue < deadline)
      return { state: 'waiting', why: 'due in time', lookAt: nextDue + DUE_SLACK_MS };
  }
  if (now < warnAt) return { state: 'waiting', why: 'time left', lookAt: warnAt };
  const mustStart = expectedMs !== undefined && now >= deadline - expectedMs;
  return { state: 'at_risk', why: mustStart ? 'must start now' : 'close' };
}
