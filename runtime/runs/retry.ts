/** What a task says about further attempts: whether an end is worth one, and how long to wait for it. */
import type { Retry } from '#shared/nouns/schedule-policy.ts';
import type { Ending } from './ending.ts';
import type { RunState } from '#shared/nouns/run.ts';

export interface RetryPolicy {
  /** Attempts after the first. */
  readonly times: number;
  /** ms before the second attempt. */
  readonly delay: number;
  readonly backoff: 'fixed' | 'exponential';
  /** ms; no delay is longer. */
  readonly maxDelay: number;
  /** The share of the delay that is left to chance, 0 to 1. */
  readonly jitter: number;
  readonly on: readonly RunState[];
  /** Where given: a run that failed by an exit code is only worth another attempt for these. */
  readonly exitCodes: readonly number[] | undefined;
}

/** Attempts after the first. */
export function retryTimes(retry: Retry | undefined): number {
  if (retry === undefined) return 0;
  return typeof retry === 'number' ? retry : retry.times;
}

/** The policy with its defaults filled in. */
export function retryPolicy(retry: Retry | undefined): RetryPolicy {
  const said = typeof retry === 'object' ? retry : undefined;
  return {
    times: retryTimes(retry),
    delay: said?.delay ?? 10_000,
    backoff: said?.backoff ?? 'exponential',
    maxDelay: said?.maxDelay ?? 3_600_000,
    jitter: said?.jitter ?? 0.2,
    on: said?.on ?? ['failed', 'timed_out'],
    exitCodes: said?.exitCodes,
  };
}

/**
 * How long to wait after an attempt, whole ms. Chance only makes it shorter, so that the policy's delays are upper bounds.
 * @param attempt the one that ended, from 1
 * @param random 0 to 1
 */
export function retryDelay(policy: RetryPolicy, attempt: number, random: () => number): number {
  const factor = policy.backoff === 'fixed' ? 1 : 2 ** (attempt - 1);
  const longest = Math.min(policy.delay * factor, policy.maxDelay);
  return Math.round(longest * (1 - policy.jitter * (1 - random())));
}

/** The longest that `retryDelay` can be after that attempt, ms. */
export function longestRetryDelay(policy: RetryPolicy, attempt: number): number {
  return retryDelay(policy, attempt, () => 1);
}

/** Whether an attempt that ended so is worth another, where one is left. */
export function worthRetrying(policy: RetryPolicy, ending: Ending<RunState>): boolean {
  if (!policy.on.includes(ending.state)) return false;
  if (ending.state !== 'failed' || ending.exitCode === undefined) return true;
  return policy.exitCodes === undefined || policy.exitCodes.includes(ending.exitCode);
}
