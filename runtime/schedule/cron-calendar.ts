/**
 * Which wall times a cron expression means, knowing nothing of zones. The times of a day are arithmetic, and plain days
 * are looked up: a moment far away, or how many there are in a year, costs a step a day, however dense. croner reads
 * the rest and says what is wrong; it would read all, but takes 80 KB for each, if only for a moment.
 */
import { CronPattern } from 'croner';
import { BoundedCache } from './bounded-cache.ts';
import { EVERY_DAY, NamedDays, PatternDays, type DayFinder } from './cron-days.ts';
import { CRON_FIELDS, readField, splitCron } from './cron-fields.ts';

const DAY_S = 86_400;
/** About 3 KB each at most. */
const MAX_CALENDARS = 1_000;
/** croner keeps a list of 10,000 years in each pattern; those that mean every year can share one. */
const EVERY_YEAR = Array<number>(10_000).fill(1);

export interface TimesOfDay {
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly seconds: readonly number[];
}

/** Wall times are ms since 1970 as a clock in UTC would count them; see zone.ts. */
export class CronCalendar {
  readonly #times: TimesOfDay;
  readonly #days: DayFinder;

  constructor(times: TimesOfDay, days: DayFinder) {
    this.#times = times;
    this.#days = days;
  }

  /** The first wall time later than `wall`. */
  next(wall: number): number | undefined {
    const second = Math.floor(wall / 1_000);
    const today = Math.floor(second / DAY_S);
    const day = this.#days.after(today - 1);
    if (day === undefined) return undefined;
    const index = day === today ? this.#upTo(second - today * DAY_S) : 0;
    if (index < this.#perDay) return this.#wall(day, index);
    const later = this.#days.after(day);
    return later === undefined ? undefined : this.#wall(later, 0);
  }

  /** How many there are: from < wall <= upTo. */
  count(from: number, upTo: number): number {
    let count = 0;
    for (const [, first, end] of this.#spans(from, upTo)) count += end - first;
    return count;
  }

  /** from < wall <= upTo, the latest first. */
  *newestFirst(from: number, upTo: number): Generator<number> {
    for (const [day, first, end] of [...this.#spans(from, upTo)].reverse()) {
      for (let index = end - 1; index >= first; index--) yield this.#wall(day, index);
    }
  }

  /** Each day of a range, with the first of its times that is in it and the first after it. */
  *#spans(from: number, upTo: number): Generator<[day: number, first: number, end: number]> {
    const [fromSecond, upToSecond] = [Math.floor(from / 1_000), Math.floor(upTo / 1_000)];
    const [fromDay, upToDay] = [Math.floor(fromSecond / DAY_S), Math.floor(upToSecond / DAY_S)];
    let day = this.#days.after(fromDay - 1);
    for (; day !== undefined && day <= upToDay; day = this.#days.after(day)) {
      const first = day === fromDay ? this.#upTo(fromSecond - day * DAY_S) : 0;
      const end = day === upToDay ? this.#upTo(upToSecond - day * DAY_S) : this.#perDay;
      yield [day, first, end];
    }
  }

  get #perDay(): number {
    const { hours, minutes, seconds } = this.#times;
    return hours.length * minutes.length * seconds.length;
  }

  /** How many of a day's times are not later than `second` of that day. */
  #upTo(second: number): number {
    const { hours, minutes, seconds } = this.#times;
    const [hour, minute] = [Math.floor(second / 3_600), Math.floor(second / 60) % 60];
    let count = below(hours, hour) * minutes.length * seconds.length;
    if (!hours.includes(hour)) return count;
    count += below(minutes, minute) * seconds.length;
    return minutes.includes(minute) ? count + below(seconds, (second % 60) + 1) : count;
  }

  #wall(day: number, index: number): number {
    const { hours, minutes, seconds } = this.#times;
    const inHour = index % (minutes.length * seconds.length);
    const hour = hours[Math.floor(index / (minutes.length * seconds.length))] ?? 0;
    const minute = minutes[Math.floor(inHour / seconds.length)] ?? 0;
    return (day * DAY_S + hour * 3_600 + minute * 60 + (seconds[inHour % seconds.length] ?? 0)) * 1_000;
  }
}

const calendars = new BoundedCache<string, CronCalendar>(MAX_CALENDARS);

/**
 * @param expression 5 fields, 6 with seconds first, 7 with the year last, or `@daily` and the like
 * @throws TypeError or RangeError where croner cannot read it
 */
export function calendarOf(expression: string): CronCalendar {
  return calendars.get(expression, readCron);
}

function readCron(expression: string): CronCalendar {
  return readPlain(expression) ?? readByCroner(expression);
}

function readPlain(expression: string): CronCalendar | undefined {
  const parts = splitCron(expression);
  if (parts.length !== 7 || parts[6] !== '*') return undefined;
  const [seconds, minutes, hours, days, months, weekdays] = CRON_FIELDS.map((field, index) =>
    readField(parts[index] ?? '', field),
  );
  if (!seconds || !minutes || !hours || !days || !months || !weekdays) return undefined;
  const times = { hours: hours.values, minutes: minutes.values, seconds: seconds.values };
  const isEvery = days.star && months.star && weekdays.star;
  return new CronCalendar(times, isEvery ? EVERY_DAY : new NamedDays(days, months, weekdays));
}

function readByCroner(expression: string): CronCalendar {
  const pattern = new CronPattern(expression);
  if (pattern.starYear) pattern.year = EVERY_YEAR;
  const times = {
    hours: indexes(pattern.hour),
    minutes: indexes(pattern.minute),
    seconds: indexes(pattern.second),
  };
  return new CronCalendar(times, new PatternDays(pattern));
}

function indexes(set: readonly number[]): number[] {
  return set.flatMap((on, index) => (on ? [index] : []));
}

function below(sorted: readonly number[], value: number): number {
  const index = sorted.findIndex((one) => one >= value);
  return index < 0 ? sorted.length : index;
}
