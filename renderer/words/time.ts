/** Times and durations as a person says them. All functions are pure: `now` is given, in ms since 1970. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const exact = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 10 min`, `3 d 4 h`: the same words as on the command line. */
export function durationWords(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)} s`;
  return longDuration(ms);
}

/** Like durationWords, in whole seconds: what a running clock shows. */
export function elapsedWords(ms: number): string {
  return ms < MINUTE ? `${Math.max(0, Math.floor(ms / SECOND))} s` : longDuration(ms);
}

function longDuration(ms: number): string {
  const seconds = Math.floor(ms / SECOND);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 2_880) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
  return `${Math.floor(minutes / 1_440)} d ${Math.floor((minutes % 1_440) / 60)} h`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** `just now`, `12 s ago`, `4 min ago`, `3 h ago`, `yesterday 14:05`, `Fri 14:05`, `12 Mar`, `12 Mar 2025`. */
export function agoWords(at: string | number, now: number): string {
  const then = timeOf(at);
  const gone = now - then;
  if (gone < 10 * SECOND) return 'just now';
  if (gone < MINUTE) return `${Math.floor(gone / SECOND)} s ago`;
  if (gone < HOUR) return `${Math.floor(gone / MINUTE)} min ago`;
  const days = daysApart(then, now);
  if (gone < 12 * HOUR || days === 0) return `${Math.floor(gone / HOUR)} h ago`;
  if (days === 1) return `yesterday ${clock.format(then)}`;
  if (days < 7) return `${weekday.format(then)} ${clock.format(then)}`;
  return dateWords(then, now);
}

/** `now`, `in 12 s`, `in 4 min`, `in 2 h 10 min`, `tomorrow 07:00`, `Fri 07:00`, `12 Mar 07:00`. */
export function dueWords(at: string | number, now: number): string {
  const then = timeOf(at);
  const left = then - now;
  if (left < SECOND) return 'now';
  if (left < MINUTE) return `in ${Math.floor(left / SECOND)} s`;
  if (left < HOUR) return `in ${Math.floor(left / MINUTE)} min`;
  if (left < 6 * HOUR) {
    const minutes = Math.floor((left % HOUR) / MINUTE);
    return `in ${Math.floor(left / HOUR)} h${minutes > 0 ? ` ${minutes} min` : ''}`;
  }
  const days = daysApart(now, then);
  if (days === 0) return `today ${clock.format(then)}`;
  if (days === 1) return `tomorrow ${clock.format(then)}`;
  if (days < 7) return `${weekday.format(then)} ${clock.format(then)}`;
  return `${dateWords(then, now)} ${clock.format(then)}`;
}

/** `Fri, 12 Mar 2027, 14:05:09` in the person's own time zone, for tooltips and facts. */
export function exactTime(at: string | number): string {
  return exact.format(timeOf(at));
}

/** `14:05:09.123`, for one line of a log. */
export function lineTime(at: number): string {
  const date = new Date(at);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** ms from `start` to `end` (or to `now` while there is no end); undefined where it has not started. */
export function msBetween(
  start: string | undefined,
  end: string | undefined,
  now: number,
): number | undefined {
  if (start === undefined) return undefined;
  return Math.max(0, (end === undefined ? now : timeOf(end)) - timeOf(start));
}

/** `640 bytes`, `12.4 kB`, `3.1 MB`, `1.2 GB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} byte${bytes === 1 ? '' : 's'}`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(bytes < 100_000 ? 1 : 0)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(bytes < 100_000_000 ? 1 : 0)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(bytes < 100_000_000_000 ? 1 : 0)} GB`;
}

function dateWords(then: number, now: number): string {
  const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayMonth : dayMonthYear).format(then);
}

/** Whole calendar days from one moment to a later one, by the person's own midnight. */
function daysApart(earlier: number, later: number): number {
  return Math.round((midnight(later) - midnight(earlier)) / DAY);
}

function midnight(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function timeOf(at: string | number): number {
  return typeof at === 'number' ? at : Date.parse(at);
}
