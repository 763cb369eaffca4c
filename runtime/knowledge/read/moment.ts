/** Dates as documents write them. */

/** The years that a date in a document may be of: others are numbers that look like one. */
const LEAST = Date.UTC(1970, 0, 2);
const MOST = Date.UTC(2200, 0, 1);

/**
 * ISO 8601 and what else the language's own reader takes; numbers as seconds or ms since 1970.
 * @returns ms since 1970
 */
export function readMoment(value: unknown): number | undefined {
  if (value instanceof Date) return within(value.getTime());
  if (typeof value === 'number') return within(value < 1e11 ? value * 1_000 : value);
  if (typeof value !== 'string' || !/^\s*\d{4}[-/.]?\d{2}/.test(value)) return undefined;
  // `2026-11-29 08:00` has no zone: it is the machine's. A bare date is that day in UTC.
  return within(Date.parse(value.trim()));
}

function within(ms: number): number | undefined {
  return ms >= LEAST && ms < MOST ? Math.trunc(ms) : undefined;
}
