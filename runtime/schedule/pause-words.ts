/** A pause as a person says it, and whom it holds. */
import type { Pause, PauseScope } from '#shared/nouns/slot.ts';
import { clockWords } from './local-words.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `until tomorrow 08:00`, `until you resume it`. */
export function pauseWords(pause: Pick<Pause, 'until' | 'ended'>, now: number): string {
  const end = pauseEnd(pause);
  return end === Infinity ? 'until you resume it' : `until ${dayWords(end, now)}`;
}

/**
 * A moment that is near: `14:20`, `tomorrow 08:00`, `Monday 09:00`, further off `Sun 29 Mar 09:00`. Rounded up to the
 * minute, so that what is said to be over by then is over.
 */
export function dayWords(moment: number, now: number): string {
  const minute = new Date(Math.ceil(moment / 60_000) * 60_000);
  const time = `${String(minute.getHours()).padStart(2, '0')}:${String(minute.getMinutes()).padStart(2, '0')}`;
  const days = daysApart(new Date(now), minute);
  if (days === 0) return time;
  if (days === 1) return `tomorrow ${time}`;
  if (days > 1 && days < 7) return `${WEEKDAYS[minute.getDay()]} ${time}`;
  return clockWords(minute.getTime(), now);
}

/** ms since 1970; Infinity while nobody knows. */
export function pauseEnd(pause: Pick<Pause, 'until' | 'ended'>): number {
  return Math.min(
    pause.until === undefined ? Infinity : Date.parse(pause.until),
    pause.ended === undefined ? Infinity : Date.parse(pause.ended),
  );
}

export function pauseHolds(scope: PauseScope, task: string, tags: readonly string[] | undefined): boolean {
  if ('all' in scope) return true;
  return 'task' in scope ? scope.task === task : (tags ?? []).includes(scope.tag);
}

/** By the calendar: a day of 23 or 25 hours is one day. */
function daysApart(from: Date, to: Date): number {
  const dayOf = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((dayOf(to) - dayOf(from)) / 86_400_000);
}
