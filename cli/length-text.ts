import { formatInterval } from '#shared/nouns/duration.ts';

/** What is left, rounded up, so that nothing ends before it says so: `1 h 59 min`, `40 s`. */
export function lengthText(ms: number): string {
  const unit = ms < 90_000 ? 1_000 : 60_000;
  return formatInterval(Math.max(unit, Math.ceil(ms / unit) * unit));
}
