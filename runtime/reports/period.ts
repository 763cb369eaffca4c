/** Days and weeks of a zone as times. A day has 23, 24 or 25 hours, and in rare zones other lengths; none overlaps. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { PeriodKind } from '#shared/nouns/report.ts';
import { zoneOf } from '../schedule/zone.ts';

const DAY_MS = 86_400_000;

export interface Period {
  readonly kind: PeriodKind;
  /** `2026-11-29`; of a week its Monday. */
  readonly day: string;
  /** The last day that belongs to it. */
  readonly lastDay: string;
  /** IANA name. */
  readonly zone: string;
  /** ms since 1970; `to` is the first moment behind it. */
  readonly from: number;
  readonly to: number;
}

/**
 * @param day any day of a week
 * @throws LukaError request_invalid where no calendar has that day
 */
export function periodOf(kind: PeriodKind, day: string, zone: string): Period {
  const wall = wallOf(day);
  const first = kind === 'day' ? wall : mondayOf(wall);
  const last = kind === 'day' ? first : first + 6 * DAY_MS;
  const clocks = zoneOf(zone);
  return {
    kind,
    day: textOf(first),
    lastDay: textOf(last),
    zone,
    from: clocks.firstAt(first),
    to: clocks.firstAt(last + DAY_MS),
  };
}

/** The day that calendars of a zone show. */
export function dayAt(moment: number, zone: string): string {
  return textOf(zoneOf(zone).wallAt(moment));
}

/** A day so many days later, or earlier. */
export function daysLater(day: string, days: number): string {
  return textOf(wallOf(day) + days * DAY_MS);
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: string): number {
  const wall = wallOf(day);
  return (wall - mondayOf(wall)) / DAY_MS;
}

/** When clocks of a zone show a time of day, or the first later one where they leap over it. */
export function momentOf(day: string, timeOfDay: string, zone: string): number {
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number);
  return zoneOf(zone).firstAt(wallOf(day) + (hours * 60 + minutes) * 60_000);
}

/** The number of an ISO week, by its Thursday (ISO 8601). */
export function weekNumber(monday: string): number {
  const thursday = new Date(wallOf(monday) + 3 * DAY_MS);
  return Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY_MS)) + 1;
}

/** Midnight of a day as ms since 1970 of a clock in UTC. */
function wallOf(day: string): number {
  const wall = Date.parse(`${day}T00:00:00Z`);
  if (!Number.isFinite(wall) || textOf(wall) !== day)
    throw new LukaError('request_invalid', {
      message: `${day} is no day`,
      remedy: 'write a day as 2026-11-29',
    });
  return wall;
}

function mondayOf(wall: number): number {
  return wall - ((new Date(wall).getUTCDay() + 6) % 7) * DAY_MS;
}

function textOf(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10);
}
