/** How long a pause lasts, as a person chooses it. Pure: the moment and the zone are given. */
import { addDays, dayOf, instantOf } from '../../words/zone.ts';

export const LENGTHS = [
  ['30m', 'For 30 minutes'],
  ['1h', 'For 1 hour'],
  ['tomorrow', 'Until tomorrow, 08:00'],
  ['time', 'Until a time'],
  ['resumed', 'Until I resume'],
] as const;
export type Length = (typeof LENGTHS)[number][0];

/**
 * @param time what the field of `time` holds, `2027-03-28T09:00`, on a wall clock in `tz`
 * @returns ms since 1970, undefined for a pause without an end, or what is wrong with the time
 */
export function untilOf(
  length: Length,
  { now, tz, time }: { now: number; tz: string; time: string },
): { at: number | undefined } | { problem: string } {
  switch (length) {
    case '30m':
      return { at: now + 30 * 60_000 };
    case '1h':
      return { at: now + 60 * 60_000 };
    case 'tomorrow':
      return { at: instantOf(addDays(dayOf(now, tz), 1), 8, 0, tz) };
    case 'resumed':
      return { at: undefined };
    case 'time': {
      const at = readLocal(time, tz);
      if (at === undefined) return { problem: 'Give a day and a time' };
      return at > now ? { at } : { problem: 'That is over; give a moment to come' };
    }
  }
}

/** The moment that a field of day and time holds. */
export function readLocal(text: string, tz: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)/.exec(text);
  return match?.[1] === undefined ? undefined : instantOf(match[1], Number(match[2]), Number(match[3]), tz);
}
