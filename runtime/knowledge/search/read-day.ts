/** A day as a person writes it in a filter: 2026, 2026-01, 2026-01-31, a moment of ISO 8601, `7d`, `2w`, today, yesterday. */

const UNITS: Readonly<Record<string, (date: Date, count: number) => void>> = {
  d: (date, count) => date.setDate(date.getDate() - count),
  w: (date, count) => date.setDate(date.getDate() - 7 * count),
  m: (date, count) => date.setMonth(date.getMonth() - count),
  y: (date, count) => date.setFullYear(date.getFullYear() - count),
};
/** Years from here on are of the Buddhist era, as Thai dates are written. */
const BUDDHIST_FROM = 2_400;
const BUDDHIST_AHEAD = 543;

/**
 * @returns its beginning on this machine's clock, ms since 1970; undefined where it is no day
 */
export function readDay(text: string, now: number): number | undefined {
  const word = text.trim().toLowerCase();
  const today = new Date(now);
  today.setHours(0, 0, 0, 0);
  if (word === 'today') return today.getTime();
  const [, count, unit] = /^(\d{1,4})([dwmy])$/.exec(word) ?? [];
  if (word === 'yesterday' || (count !== undefined && unit !== undefined)) {
    UNITS[unit ?? 'd']!(today, Number(count ?? 1));
    return inRange(today.getTime());
  }
  const [, year, month, day] = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(word) ?? [];
  if (year !== undefined) return dayAt(Number(year), Number(month ?? 1), Number(day ?? 1));
  return /^\d{4}-\d\d-\d\dt/.test(word) ? inRange(Date.parse(word.toUpperCase())) : undefined;
}

function dayAt(written: number, month: number, day: number): number | undefined {
  const year = written >= BUDDHIST_FROM ? written - BUDDHIST_AHEAD : written;
  const date = new Date(year, month - 1, day);
  if (year < 100) date.setFullYear(year);
  const isReal = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
  return isReal ? date.getTime() : undefined;
}

function inRange(at: number): number | undefined {
  return Number.isNaN(at) ? undefined : at;
}
