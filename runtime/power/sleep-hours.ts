/** In which hours of the day a machine sleeps as a rule, out of what is remembered of its sleep. */

export interface SleptSpan {
  /** ms since 1970 */
  readonly from: number;
  readonly to: number;
}

const HOUR = 3_600_000;
const DAYS = 14;
/** Fewer nights tell nothing of a habit. */
const LEAST_DAYS = 5;

/**
 * An hour counts where the machine slept through at least half of it on most of the last 14 days.
 * @param since when Luka began to look; days before it are not known to have been awake
 * @returns hours of the machine's own zone, 0 to 23; none where too little is known
 */
export function sleepHours(slept: readonly SleptSpan[], since: number, now: number): ReadonlySet<number> {
  const first = new Date(now - DAYS * 24 * HOUR);
  const hours = new Set<number>();
  for (let hour = 0; hour < 24; hour += 1) {
    let known = 0;
    let asleep = 0;
    for (let day = 0; day < DAYS; day += 1) {
      const from = new Date(first.getFullYear(), first.getMonth(), first.getDate() + day, hour).getTime();
      if (from < since || from + HOUR > now) continue;
      known += 1;
      if (overlap(slept, from, from + HOUR) >= HOUR / 2) asleep += 1;
    }
    if (known >= LEAST_DAYS && asleep > known / 2) hours.add(hour);
  }
  return hours;
}

function overlap(spans: readonly SleptSpan[], from: number, to: number): number {
  return spans.reduce((sum, span) => sum + Math.max(0, Math.min(to, span.to) - Math.max(from, span.from)), 0);
}
