/**
 * Whether a duration is far outside of a task's own history. Durations of programs differ by factors, so they are
 * compared as logarithms; the median and the median deviation do not follow the outliers that they are to find.
 */

/** The newest successes that are looked at. */
export const HISTORY = 50;
/** Fewer say nothing. */
export const LEAST_HISTORY = 10;
/** Deviations beyond which a value is an outlier (Iglewicz and Hoaglin, 1993: 3.5), and their scale for a normal spread. */
const LIMIT = 3.5;
const SCALE = 1.4826;
/** However regular a task is, less than twice or half of the usual is no news. */
const LEAST_FACTOR = 2;
/** Nor is less than that: programs that take a moment take two when the machine is busy. */
const LEAST_MS = 2_000;

export interface UsualSpan {
  readonly usualMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly history: number;
}

/**
 * @param durations ms of successes before
 * @returns undefined where there are too few
 */
export function usualOf(durations: readonly number[]): UsualSpan | undefined {
  if (durations.length < LEAST_HISTORY) return undefined;
  const logs = durations.map((ms) => Math.log(Math.max(1, ms)));
  const middle = median(logs);
  const spread = SCALE * median(logs.map((log) => Math.abs(log - middle)));
  const reach = Math.max(LIMIT * spread, Math.log(LEAST_FACTOR));
  const usualMs = Math.exp(middle);
  return {
    usualMs: Math.round(usualMs),
    lowMs: Math.max(0, Math.floor(Math.min(Math.exp(middle - reach), usualMs - LEAST_MS))),
    highMs: Math.ceil(Math.max(Math.exp(middle + reach), usualMs + LEAST_MS)),
    history: durations.length,
  };
}

export function judgeDuration(ms: number, usual: UsualSpan): 'slower' | 'faster' | undefined {
  if (ms > usual.highMs) return 'slower';
  return ms < usual.lowMs ? 'faster' : undefined;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
