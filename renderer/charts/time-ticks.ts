/** Where the time axis of a chart is divided: at full hours, midnights, Mondays or firsts of months of Luka's zone. Pure. */
import { addDays, dayOf, hourTicks, shortDay, startOfDay, type Range } from '../words/zone.ts';

export interface Tick {
  /** ms since 1970. */
  readonly at: number;
  readonly text: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HOUR_STEPS = [1, 3, 6, 12] as const;
const DAY_STEPS = [1, 2, 7, 14] as const;
const MONTH_STEPS = [1, 2, 3, 6, 12] as const;
/** Beyond it full hours say nothing any more. */
const HOURLY_MS = 3 * DAY;

const month = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short' });

/** @param most how many have room */
export function timeTicks(range: Range, tz: string, most: number): readonly Tick[] {
  const span = range.to - range.from;
  if (span <= HOURLY_MS) {
    const hours = hourTicks(range, tz);
    for (const step of HOUR_STEPS) {
      const ticks = hours.filter(({ hour }) => hour % step === 0);
      if (ticks.length <= most)
        return ticks.map(({ at, hour }) => ({
          at,
          text: hour === 0 ? shortDay(dayOf(at, tz)) : `${String(hour).padStart(2, '0')}:00`,
        }));
    }
  }
  for (const step of DAY_STEPS) if (span / (step * DAY) <= most) return dayTicks(range, tz, step);
  for (const step of MONTH_STEPS)
    if (span / (step * 30 * DAY) <= most || step === 12) return monthTicks(range, tz, step);
  return [];
}

function dayTicks({ from, to }: Range, tz: string, step: number): readonly Tick[] {
  const ticks: Tick[] = [];
  let day = dayOf(from, tz);
  // Weeks begin on Monday; 1970-01-05 was one.
  const first = Date.parse('1970-01-05T00:00:00Z');
  while (Math.round((Date.parse(`${day}T00:00:00Z`) - first) / DAY) % step !== 0) day = addDays(day, 1);
  for (; ; day = addDays(day, step)) {
    const at = startOfDay(day, tz);
    if (at > to) return ticks;
    if (at >= from) ticks.push({ at, text: step === 1 ? shortDay(day) : shortDay(day).replace(/^\w+ /, '') });
  }
}

function monthTicks({ from, to }: Range, tz: string, step: number): readonly Tick[] {
  const ticks: Tick[] = [];
  const [year, first] = dayOf(from, tz).split('-').map(Number) as [number, number, number];
  for (let index = year * 12 + first - 1; ; index += 1) {
    if (index % step !== 0) continue;
    const day = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
    const at = startOfDay(day, tz);
    if (at > to) return ticks;
    const name = month.format(Date.parse(`${day}T00:00:00Z`));
    if (at >= from) ticks.push({ at, text: index % 12 === 0 ? `${name} ${Math.floor(index / 12)}` : name });
  }
}
