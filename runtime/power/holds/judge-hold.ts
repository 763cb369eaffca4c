/** Whether a wish to stay awake is granted: the person's policies, in the order in which they are told. */
import type { PowerPolicy } from '#shared/nouns/keep-awake.ts';
import type { PowerReading } from '../../conditions/ports.ts';
import { lengthWords } from '../../schedule/local-words.ts';
import type { Wish } from './wish.ts';

export interface HoldSituation {
  readonly now: number;
  readonly policy: PowerPolicy;
  /** Undefined while nothing was read yet. */
  readonly reading: PowerReading | undefined;
  /** Since when any run goes or waits for its turn, lives of services aside; undefined where none does. */
  readonly busySince: number | undefined;
}

/** @returns why it is not held, in words; undefined where it is */
export function judgeHold(
  wish: Wish,
  { now, policy, reading, busySince }: HoldSituation,
): string | undefined {
  if (wish.whileTasks && busySince === undefined) return 'no run goes or waits';
  if (policy.notInLowPower && reading?.lowPower === true) return 'in low-power mode';
  if (policy.onlyOnAc && reading?.ac !== true)
    return reading?.ac === false ? 'on battery' : 'whether it is on mains is not known';
  const { notUnderPercent } = policy;
  if (notUnderPercent !== null && reading?.ac !== true && (reading?.battery ?? 100) < notUnderPercent)
    return `battery under ${notUnderPercent} %`;
  const { longestHoldMs } = policy;
  if (longestHoldMs !== null && now >= heldSince(wish, busySince) + longestHoldMs)
    return `the longest hold of ${lengthWords(longestHoldMs)} is reached`;
  return undefined;
}

/** When time alone will change the verdict or end the wish; undefined where it will not. */
export function nextMoment(wish: Wish, { now, policy, busySince }: HoldSituation): number | undefined {
  const longest =
    policy.longestHoldMs === null ? undefined : heldSince(wish, busySince) + policy.longestHoldMs;
  const moments = [wish.until, longest].filter((at) => at !== undefined && at > now);
  return moments.length > 0 ? Math.min(...(moments as number[])) : undefined;
}

/** Each stretch of work is a hold of its own. */
function heldSince(wish: Wish, busySince: number | undefined): number {
  return wish.whileTasks ? Math.max(wish.since, busySince ?? wish.since) : wish.since;
}
