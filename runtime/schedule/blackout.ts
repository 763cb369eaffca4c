/** Times of day in which nothing starts by itself. */
import { WEEKDAYS, type BlackoutWindow } from '#shared/nouns/schedule-policy.ts';
import { zoneOf, type Zone } from './zone.ts';

const DAY_MS = 86_400_000;

export interface Blackout {
  readonly window: BlackoutWindow;
  /** The first moment after it, ms since 1970. */
  readonly until: number;
  /** `blackout from 22:00 to 06:00 on fri, sat (Asia/Bangkok)` */
  readonly text: string;
}

/**
 * The window that a moment (ms since 1970) is in; of several, the one that lasts longest. A window lasts from the first
 * moment at which clocks show `from` until they show nothing before `to` any more: where they go back, it is longer;
 * where they leap over all of it, it does not come.
 * @throws RangeError where a window names no zone there is
 */
export function blackoutAt(windows: readonly BlackoutWindow[], moment: number): Blackout | undefined {
  let found: Blackout | undefined;
  for (const window of windows) {
    const until = endOf(window, moment, zoneOf(window.tz));
    if (until !== undefined && until > (found?.until ?? moment)) {
      found = { window, until, text: describe(window) };
    }
  }
  return found;
}

function endOf(window: BlackoutWindow, moment: number, zone: Zone): number | undefined {
  const [from, to] = [timeOfDay(window.from), timeOfDay(window.to)];
  const length = to > from ? to - from : to - from + DAY_MS;
  const today = Math.floor(zone.wallAt(moment) / DAY_MS);
  // It may have begun yesterday, the day before where clocks leapt over a day, or tomorrow where they went back since.
  for (let day = today + 1; day >= today - 2; day--) {
    if (!beginsOn(window, day)) continue;
    const begin = day * DAY_MS + from;
    const until = zone.lastAt(begin + length);
    if (zone.firstAt(begin) <= moment && moment < until) return until;
  }
  return undefined;
}

/** @param day counted from 1970-01-01, which was a Thursday */
function beginsOn({ days }: BlackoutWindow, day: number): boolean {
  const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7];
  return days === undefined || (weekday !== undefined && days.includes(weekday));
}

function timeOfDay(text: string): number {
  const [hours, minutes] = text.split(':').map(Number) as [number, number];
  return (hours * 60 + minutes) * 60_000;
}

function describe({ from, to, days, tz }: BlackoutWindow): string {
  const on = days === undefined ? '' : ` on ${days.join(', ')}`;
  return `blackout from ${from} to ${to}${on}${tz === undefined ? '' : ` (${tz})`}`;
}
