/** Moments and lengths as reasons say them, in the machine's zone. */
import { formatInterval } from '#shared/nouns/duration.ts';

const two = (n: number) => String(n).padStart(2, '0');

/** `09:00`, with seconds where it has any, and `Sun 29 Mar 09:00` where it is another day than `now`. */
export function clockWords(moment: number, now: number): string {
  const date = new Date(moment);
  const seconds = date.getSeconds() === 0 ? '' : `:${two(date.getSeconds())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}${seconds}`;
  if (date.toDateString() === new Date(now).toDateString()) return time;
  const [weekday, month, day, year] = date.toDateString().split(' ') as [string, string, string, string];
  const ofYear = date.getFullYear() === new Date(now).getFullYear() ? '' : ` ${year}`;
  return `${weekday} ${Number(day)} ${month}${ofYear} ${time}`;
}

/** A length rounded to what matters: `3 h 5 min`, `40 s`. */
export function lengthWords(ms: number): string {
  if (ms < 60_000) return formatInterval(Math.max(1, Math.round(ms / 1_000)) * 1_000);
  return formatInterval(Math.round(ms / 60_000) * 60_000);
}
