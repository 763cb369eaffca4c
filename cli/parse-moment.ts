/** Moments as a person types them, read in the zone of the machine. */
import { parseDuration } from '#shared/nouns/duration.ts';
import { LukaError } from '#shared/errors/luka-error.ts';

export interface MomentOptions {
  /** The option it was given with, for messages: `--at`. */
  readonly option: string;
  /** ms since 1970. */
  readonly now: number;
  /** Which of all Mondays, and which 09:00, is meant. */
  readonly towards: 'past' | 'future';
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const TIME = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}))?`;
const RELATIVE = /^(?:(in |\+)|(-))?([\d.a-z ]+?)( ago)?$/;
const OF_DAY = new RegExp(`^(?:(today|yesterday|tomorrow|[a-z]{3,9})(?: ${TIME})?|${TIME})$`);
const DATE = new RegExp(String.raw`^(?:[a-z]{3} )?(\d{4})-(\d{2})-(\d{2})(?:[t ]${TIME}(?:\.\d+)?)?$`);
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}t\d{2}:\d{2}.*(?:z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads `now`, `09:00`, `today 09:00`, `yesterday`, `Mon 09:00`, `2h ago`, `in 2h`, `2026-03-01 09:00` and ISO 8601.
 * @returns ms since 1970
 * @throws LukaError usage
 */
export function parseMoment(text: string, options: MomentOptions): number {
  const words = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const at =
    words === 'now'
      ? options.now
      : (readRelative(words, options) ?? readDay(words, options) ?? readDate(words));
  if (at === undefined || Number.isNaN(at))
    throw new LukaError('usage', {
      message: `${options.option} ${text} is no moment`,
      remedy: 'write it as 09:00, "today 09:00", "Mon 09:00", "2h ago", "in 2h" or 2026-03-01T09:00',
    });
  return at;
}

function readRelative(words: string, { now }: MomentOptions): number | undefined {
  const match = RELATIVE.exec(words);
  const [, ahead, back, length = '', ago] = match ?? [];
  if (!match || (ahead ?? back ?? ago) === undefined || (ago !== undefined && (ahead ?? back) !== undefined))
    return undefined;
  const ms = /[a-z]/.test(length) ? parseDuration(length.replaceAll(' ', '')) : undefined;
  return ms === undefined ? undefined : now + (ahead === undefined ? -ms : ms);
}

function readDay(words: string, { now, towards }: MomentOptions): number | undefined {
  const match = OF_DAY.exec(words);
  if (!match) return undefined;
  const [, day, ...times] = match;
  const time = readTime(day === undefined ? times.slice(3) : times.slice(0, 3));
  if (time === undefined) return undefined;
  const near = ['yesterday', 'today', 'tomorrow'].indexOf(day ?? '');
  if (near >= 0) return localMoment(now, near - 1, time);
  const weekday = day === undefined ? undefined : DAYS.findIndex((name) => name.startsWith(day));
  if (weekday !== undefined && weekday < 0) return undefined;
  const step = towards === 'past' ? -1 : 1;
  for (let days = 0; ; days += step) {
    const at = localMoment(now, days, time);
    const fits = weekday === undefined || new Date(at).getDay() === weekday;
    if (fits && (towards === 'past' ? at <= now : at > now)) return at;
  }
}

type Time = readonly [hours: number, minutes: number, seconds: number];

function readTime([hours, minutes, seconds]: readonly (string | undefined)[]): Time | undefined {
  const time = [Number(hours ?? 0), Number(minutes ?? 0), Number(seconds ?? 0)] as const;
  return time[0] < 24 && time[1] < 60 && time[2] < 60 ? time : undefined;
}

/** That time of the day that is some days after the one of `now`. */
function localMoment(now: number, days: number, [hours, minutes, seconds]: Time): number {
  const today = new Date(now);
  return new Date(
    today.getFullYear(),
    today.getMonth(),
    today.getDate() + days,
    hours,
    minutes,
    seconds,
  ).getTime();
}

function readDate(words: string): number | undefined {
  if (WITH_OFFSET.test(words)) return Date.parse(words.toUpperCase());
  const match = DATE.exec(words);
  const [year, month, day] = (match ?? []).slice(1, 4).map(Number);
  const time = readTime(match?.slice(4) ?? []);
  if (year === undefined || month === undefined || day === undefined || time === undefined) return undefined;
  // 31 February would be a day of March.
  const isDay = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day && month >= 1 && month <= 12;
  return isDay ? new Date(year, month - 1, day, ...time).getTime() : undefined;
}
