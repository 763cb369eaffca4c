/** When a service is started again: a pure function of its rules, of how it ended before, and of the clock. */
import type { RestartPolicy, ServiceSection } from '#shared/nouns/service.ts';

/** All lengths in ms. */
export interface ServiceRules {
  readonly restart: RestartPolicy;
  readonly first: number;
  readonly most: number;
  readonly stable: number;
}

export function serviceRules({ restart, backoff, stable }: ServiceSection): ServiceRules {
  const first = backoff?.first ?? 1_000;
  return {
    restart: restart ?? 'always',
    first,
    most: backoff?.most ?? Math.max(first, 300_000),
    stable: stable ?? 60_000,
  };
}

/** One run of a service, from its start to its end. */
export interface Life {
  /** ms since 1970. */
  readonly endedAt: number;
  /** How long it lived, ms; 0 where it never began. */
  readonly lived: number;
  /** `refused`: it may not run. */
  readonly end: 'succeeded' | 'failed' | 'refused';
}

/** What is remembered of the lives since the last start that was not a restart. */
export interface Streak {
  /** Ends in a row that each came before `stable`, the one after a stable life being the first. */
  readonly failures: number;
  readonly last?: Life | undefined;
}

export const FRESH: Streak = { failures: 0 };

export function streakAfter(rules: ServiceRules, { failures }: Streak, life: Life): Streak {
  return { failures: life.lived >= rules.stable ? 1 : failures + 1, last: life };
}

/** How long to wait after the nth early end in a row, ms. */
export function backoff({ first, most }: ServiceRules, failures: number): number {
  // 2^60 is more than any wait; a larger exponent would come to Infinity, and 0 times that to nothing.
  return Math.min(most, first * 2 ** Math.min(Math.max(0, failures - 1), 60));
}

export type Decision =
  | { readonly action: 'start' }
  /** @param until ms since 1970 */
  | { readonly action: 'wait'; readonly until: number }
  | { readonly action: 'rest'; readonly well: boolean };

/** @param now ms since 1970 */
export function decide(rules: ServiceRules, { failures, last }: Streak, now: number): Decision {
  if (!last) return { action: 'start' };
  const well = last.end === 'succeeded';
  if (last.end === 'refused' || rules.restart === 'never' || (rules.restart === 'on-failure' && well))
    return { action: 'rest', well };
  const wait = backoff(rules, failures);
  // A clock that was set back makes nobody wait longer than the rules say.
  const until = Math.min(last.endedAt, now) + wait;
  return now >= until ? { action: 'start' } : { action: 'wait', until };
}
