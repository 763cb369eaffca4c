/** When a message that did not get through is tried again. Pure. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** After the first attempt, the second, and so on. Longer outages than a working day end in a dead letter, which is seen. */
const DELAYS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
] as const;
const LONGEST = 6 * HOUR;

/**
 * @param attempts how many there were
 * @param asked ms that the other side asked to wait (Retry-After)
 * @param chance 0 to 1: a tenth of the delay is left to it, so that many do not come back at once
 * @returns ms; undefined: not again
 */
export function retryDelay(attempts: number, asked: number | undefined, chance: number): number | undefined {
  const delay = DELAYS[attempts - 1];
  if (delay === undefined) return undefined;
  return Math.min(LONGEST, Math.max(Math.round(delay * (0.95 + chance * 0.1)), asked ?? 0));
}
