/**
 * Wall clocks of a time zone. Moments are ms since 1970, days are written `2027-03-28`. A day may have 23, 23.5, 24, 25
 * hours, or none at all where a zone moved over the date line: everything here goes by real time.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(tz: string): Intl.DateTimeFormat {
  let format = formats.get(tz);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: tz,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(tz, format);
  }
  return format;
}

export interface Local {
  readonly day: string;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** What a wall clock in `tz` shows at a moment. */
export function localAt(at: number, tz: string): Local {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatOf(tz).formatToParts(at)) parts[type] = value;
  return {
    day: `${parts['year']?.padStart(4, '0')}-${parts['month']}-${parts['day']}`,
    hour: Number(parts['hour']),
    minute: Number(parts['minute']),
    second: Number(parts['second']),
  };
}

export function dayOf(at: number, tz: string): string {
  return localAt(at, tz).day;
}

/** `09:05`. */
export function clockAt(at: number | string, tz: string): string {
  const { hour, minute } = localAt(typeof at === 'number' ? at : Date.parse(at), tz);
  return `${pad(hour)}:${pad(minute)}`;
}

/** `Mon 29 Mar 09:05`, with the seconds where there are some. */
export function momentAt(at: number | string, tz: string): string {
  const local = localAt(typeof at === 'number' ? at : Date.parse(at), tz);
  const seconds = local.second > 0 ? `:${pad(local.second)}` : '';
  return `${shortDay(local.day)} ${pad(local.hour)}:${pad(local.minute)}${seconds}`;
}

/** The first moment of a day. Of a day that never was: the first moment after it. */
export function startOfDay(day: string, tz: string): number {
  const utc = utcOf(day);
  let before = utc - 16 * HOUR;
  let from = utc + 16 * HOUR;
  while (from - before > MINUTE) {
    const middle = before + Math.floor((from - before) / MINUTE / 2) * MINUTE;
    if (dayOf(middle, tz) < day) before = middle;
    else from = middle;
  }
  return from;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export function dayRange(day: string, tz: string): Range {
  return { from: startOfDay(day, tz), to: startOfDay(addDays(day, 1), tz) };
}

export function addDays(day: string, days: number): string {
  return new Date(utcOf(day) + days * DAY).toISOString().slice(0, 10);
}

/** The day before or after, passing over a day that never was. */
export function nextDay(day: string, by: 1 | -1, tz: string): string {
  const next = addDays(day, by);
  const { from, to } = dayRange(next, tz);
  return to > from ? next : addDays(next, by);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(utcOf(text)) && addDays(text, 0) === text;
}

/**
 * The moment at which a wall clock in `tz` shows this; the first of two. Where the clock leaps over it, the moment as
 * long after the leap as the time is into the gap.
 */
export function instantOf(day: string, hour: number, minute: number, tz: string): number {
  const utc = utcOf(day) + hour * HOUR + minute * MINUTE;
  const moments = [utc - offsetAt(utc - DAY, tz), utc - offsetAt(utc + DAY, tz)].sort((a, b) => a - b);
  const shows = (at: number): boolean => {
    const local = localAt(at, tz);
    return local.day === day && local.hour === hour && local.minute === minute;
  };
  return moments.find(shows) ?? Math.max(...moments);
}

/** ms that `tz` is ahead of UTC. */
export function offsetAt(at: number, tz: string): number {
  const { day, hour, minute, second } = localAt(at, tz);
  return utcOf(day) + hour * HOUR + minute * MINUTE + second * 1_000 - Math.floor(at / 1_000) * 1_000;
}

/** `+07:00`. */
export function offsetWords(at: number, tz: string): string {
  const minutes = Math.round(offsetAt(at, tz) / MINUTE);
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

export interface HourTick {
  readonly at: number;
  readonly hour: number;
}

/** The full hours of a wall clock; one that is shown twice comes twice. */
export function hourTicks({ from, to }: Range, tz: string): readonly HourTick[] {
  const ticks: HourTick[] = [];
  for (let at = from; at < to; at += 15 * MINUTE) {
    const { hour, minute } = localAt(at, tz);
    if (minute === 0) ticks.push({ at, hour });
  }
  return ticks;
}

/** `The clocks go forward: the day has 23 hours`, or nothing on most days. */
export function clockChangeWords({ from, to }: Range): string | undefined {
  const hours = (to - from) / HOUR;
  if (hours === 24) return undefined;
  return `The clocks go ${hours < 24 ? 'forward' : 'back'}: the day has ${hours} hours`;
}

const long = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const date = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const short = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});

/** `Monday 29 March 2027`. */
export function longDay(day: string): string {
  return long.format(utcOf(day)).replace(',', '');
}

/** `29 Mar 2027`. */
export function dateWords(day: string): string {
  return date.format(utcOf(day));
}

/** `Mon 29 Mar`. */
export function shortDay(day: string): string {
  return short.format(utcOf(day)).replace(',', '');
}

/** Of this machine, for as long as Luka has not named its own. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function utcOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
