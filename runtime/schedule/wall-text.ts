/** Wall times and moments as text. */
import { zoneOf } from './zone.ts';

export interface ReadMoment {
  /** What a clock there shows; see zone.ts. NaN where the text is no moment. */
  readonly wall: number;
  /** `Z` or such as `+07:00`; without it, the wall clock of some zone is meant. */
  readonly offset: string | undefined;
}

/** Reads `2026-03-01T09:00`, `2026-03-01T09:00:00+07:00` and the like. */
export function readMoment(text: string): ReadMoment {
  const offset = /(?:Z|[+-]\d\d:\d\d)$/.exec(text)?.[0];
  const local = offset === undefined ? text : text.slice(0, -offset.length);
  return { wall: Date.parse(`${local}Z`), offset };
}

/**
 * @param tz where a wall time is read; the machine's zone where left out. Not looked at if the text has an offset.
 * @returns ms since 1970; NaN where the text is no moment
 * @throws RangeError where no zone has that name
 */
export function momentOf(text: string, tz: string | undefined): number {
  const { wall, offset } = readMoment(text);
  if (offset !== undefined) return Date.parse(text);
  return Number.isNaN(wall) ? NaN : zoneOf(tz).firstAt(wall);
}

/** `2026-03-29 03:00`; with seconds, and their fraction, where it has any. */
export function formatWall(wall: number): string {
  const iso = new Date(wall).toISOString().replace('T', ' ').slice(0, -1);
  return iso.replace(/(?::00)?\.000$/, '');
}

/** `+07:00`; with seconds where it has any. */
export function formatOffset(offset: number): string {
  const size = new Date(Math.abs(offset)).toISOString().slice(11, 19).replace(/:00$/, '');
  return `${offset < 0 ? '-' : '+'}${size}`;
}
