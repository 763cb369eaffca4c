/**
 * For tests: when cron expressions are due, found by walking through real time minute by minute (or second by second),
 * asking Intl what the clocks show and remembering what they showed before. It shares nothing with what it judges.
 */
const [HOUR, DAY] = [3_600_000, 86_400_000];

/** What the clocks of a zone show, ms as a clock in UTC would count them. */
export function clockOf(zone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (moment) => {
    const [, day, month, year, hour, minute, second] = /(\d+)\D+(\d+)\D+(\d+)\D+(\d+)\D+(\d+)\D+(\d+)/.exec(
      format.format(moment),
    )!;
    return Date.UTC(+year!, +month! - 1, +day!, +hour!, +minute!, +second!);
  };
}

/** A wall time that is shown, or leapt over, for the first time at a moment. */
export interface Fresh {
  at: number;
  second: number;
  minute: number;
  hour: number;
  day: number;
  month: number;
  weekday: number;
  isLastDay: boolean;
  leapt: boolean;
}

/** How far back a wall time may have been shown before: no clock here goes back by more than an hour. */
const LOOK_BACK = 3 * HOUR;

export interface Walk {
  fresh: Fresh[];
  /** Wall times that were shown once more, and make nothing due. */
  again: Fresh[];
}

function freshAt(at: number, wall: number, leapt: boolean): Fresh {
  const date = new Date(wall);
  return {
    at,
    second: date.getUTCSeconds(),
    minute: date.getUTCMinutes(),
    hour: date.getUTCHours(),
    day: date.getUTCDate(),
    month: date.getUTCMonth() + 1,
    weekday: date.getUTCDay(),
    isLastDay: new Date(wall + DAY).getUTCDate() === 1,
    leapt,
  };
}

export function walk(zone: string, from: number, to: number, step: number): Walk {
  const clock = clockOf(zone);
  const seen = new Set<number>();
  const result: Walk = { fresh: [], again: [] };
  let before = clock(from - LOOK_BACK) - step;
  for (let at = from - LOOK_BACK; at <= to; at += step) {
    const shown = clock(at);
    const isInRange = at >= from;
    for (let wall = before + step; wall < shown; wall += step) {
      if (!seen.has(wall) && isInRange) result.fresh.push(freshAt(at, wall, true));
      seen.add(wall);
    }
    if (isInRange) (seen.has(shown) ? result.again : result.fresh).push(freshAt(at, shown, false));
    seen.add(shown);
    before = shown;
  }
  return result;
}

export const DAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Which values a field allows. */
function reads(text: string, limit: number, names: string[] = []): readonly boolean[] {
  const number = (word: string) => (names.includes(word) ? names.indexOf(word) : Number(word));
  const parts = text.split(',').map((part) => {
    const [range = '', step = '1'] = part.split('/');
    const [low = '', high = low] = range.split('-');
    const [from, to] = range === '*' ? [0, 99] : [number(low), number(high)];
    // Days and months count from 1: theirs come as a range.
    const every = Number(step);
    return (value: number) => value >= from && value <= to && (value - from) % every === 0;
  });
  return Array.from({ length: limit }, (_, value) => parts.some((part) => part(value)));
}

/** Its own reading of an expression of 6 fields, seconds first. */
export function matcherOf(fields: string[]): (one: Fresh) => boolean {
  const [second, minute, hour, day, month, weekday] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const fromOne = (text: string) => reads(text.replaceAll('*/', '1-99/'), 32);
  const [isSecond, isMinute, isHour, isMonth] = [
    reads(second, 60),
    reads(minute, 60),
    reads(hour, 24),
    fromOne(month),
  ];
  const isDay = day === 'L' ? undefined : fromOne(day);
  const isWeekday = reads(weekday, 7, DAY_NAMES);
  return (one) => {
    if (!isMinute[one.minute] || !isHour[one.hour] || !isSecond[one.second] || !isMonth[one.month])
      return false;
    const byDay = isDay ? isDay[one.day] === true : one.isLastDay;
    if (weekday === '*') return byDay;
    const byWeekday = isWeekday[one.weekday] === true;
    return day === '*' ? byWeekday : byDay || byWeekday;
  };
}
