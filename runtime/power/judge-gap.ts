/**
 * What the two clocks tell of the time between two looks that were promised to be close together.
 *
 * In sleep the wall clock goes on. Timers stop. The monotonic clock goes on with it on macOS (libuv reads
 * mach_continuous_time since 1.38.1) and stops on Linux (CLOCK_MONOTONIC, clock_gettime(2)). So a Mac that slept has
 * timers that came late by both clocks, while Linux that slept looks like a clock that was set forward.
 */

/** Timers of a busy machine are late too; and who starts something that late starts it on time. */
export const LATE_MS = 10_000;
/** A time server moves the clock by less than this while it keeps it right. */
export const SLACK_MS = 1_000;

/** Both clocks at one moment, ms. */
export interface Reading {
  readonly wall: number;
  readonly monotonic: number;
}

export type Gap =
  | { readonly kind: 'none' }
  /** The wall clock was set back by `ms`. */
  | { readonly kind: 'back'; readonly ms: number }
  /** Nothing ran for `ms` longer than planned, by both clocks: the machine slept, or the process was stopped. */
  | { readonly kind: 'late'; readonly ms: number }
  /** The wall clock is ahead by `ms` and timers came as planned: a sleep that stopped both, or a clock set forward. */
  | { readonly kind: 'jump'; readonly ms: number };

/** @param promised the longest time until this look, as planned at the one before, ms */
export function judgeGap(before: Reading, now: Reading, promised: number): Gap {
  const passed = now.monotonic - before.monotonic;
  const passedOnWall = now.wall - before.wall;
  const ahead = passedOnWall - passed;
  const isLate = passed - promised >= LATE_MS;
  // A clock that was also put right by a little while nothing ran is no news, unless it is now earlier than before.
  if (ahead <= -SLACK_MS && (!isLate || passedOnWall < 0)) return { kind: 'back', ms: -ahead };
  if (isLate) return { kind: 'late', ms: Math.max(passed, passedOnWall) - promised };
  return ahead >= LATE_MS ? { kind: 'jump', ms: ahead } : { kind: 'none' };
}

/** What can be known besides the clocks. */
export type Told =
  /** The machine slept for about that long, ms, by its own account. */
  | { readonly slept: number }
  /** It did not, by its own account. */
  | 'awake'
  /** Nobody can tell. */
  | undefined;

/** A clock that was set forward in the same half minute as a short sleep is still a clock that was set forward. */
export function isSleep(gap: Gap & { kind: 'late' | 'jump' }, told: Told): boolean {
  if (gap.kind === 'late' || told === undefined) return true;
  return told !== 'awake' && told.slept >= gap.ms / 2;
}
