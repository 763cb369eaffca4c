/** In which hour and on which day of the person a moment is, whatever its zone does with its clocks. */
import type { Zone } from '../../schedule/zone.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export interface Place {
  /** The start of the hour, ms since 1970. Where clocks go back, the two hours of the same name are two. */
  readonly hour: number;
  /** 20260329. */
  readonly day: number;
  /** When the day begins, ms since 1970: not always at 0:00. */
  readonly dayAt: number;
  /** Hour of the week, 0 is Monday 0:00. */
  readonly cell: number;
}

export function placeOf(at: number, zone: Zone): Place {
  const offset = zone.offsetAt(at);
  const wall = new Date(at + offset);
  const midnight = Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate());
  return {
    hour: Math.floor((at + offset) / HOUR_MS) * HOUR_MS - offset,
    day: dayNumber(midnight),
    dayAt: zone.firstAt(midnight),
    cell: ((wall.getUTCDay() + 6) % 7) * 24 + wall.getUTCHours(),
  };
}

/** @param midnight of the wall clock, as ms of UTC */
export function dayNumber(midnight: number): number {
  const date = new Date(midnight);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/** `2026-03-29` */
export function dayLabel(day: number): string {
  const text = String(day).padStart(8, '0');
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
}

/** `2026-03-29 14:00` */
export function hourLabel(hour: number, zone: Zone): string {
  return new Date(zone.wallAt(hour)).toISOString().slice(0, 16).replace('T', ' ');
}
