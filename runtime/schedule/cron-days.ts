/** On which days a cron expression comes. Days are counted from 1970-01-01, which was a Thursday. */
import { CronDate, type CronPattern } from 'croner';
import type { FieldValues } from './cron-fields.ts';

const DAY_MS = 86_400_000;
/** No days and months rest longer than 29 February does around a century that is no leap year: 8 years. */
const LONGEST_REST = 8 * 366;

export interface DayFinder {
  /** The first day later than `day`, or undefined where none comes any more. */
  after(day: number): number | undefined;
}

export const EVERY_DAY: DayFinder = { after: (day) => day + 1 };

/** Days named by their number, month and weekday. */
export class NamedDays implements DayFinder {
  readonly #months: readonly number[];
  readonly #isDay: (day: number, weekday: number) => boolean;

  constructor(days: FieldValues, months: FieldValues, weekdays: FieldValues) {
    this.#months = months.values;
    const isDay = (day: number) => days.values.includes(day);
    const isWeekday = (weekday: number) => weekdays.values.includes(weekday);
    // Where both are given, either is enough.
    if (weekdays.star) this.#isDay = isDay;
    else if (days.star) this.#isDay = (_, weekday) => isWeekday(weekday);
    else this.#isDay = (day, weekday) => isDay(day) || isWeekday(weekday);
  }

  after(day: number): number | undefined {
    for (let next = day + 1; next <= day + LONGEST_REST;) {
      const date = new Date(next * DAY_MS);
      if (!this.#months.includes(date.getUTCMonth() + 1)) {
        next = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / DAY_MS;
      } else if (this.#isDay(date.getUTCDate(), date.getUTCDay())) return next;
      else next += 1;
    }
    return undefined;
  }
}

/** Days that only croner knows: the last of a month, the nearest weekday, those of a year. */
export class PatternDays implements DayFinder {
  readonly #pattern: CronPattern;
  /** The last answer: a day's times are asked for one after the other. */
  #asked = Infinity;
  #answer: number | undefined;

  constructor(pattern: CronPattern) {
    this.#pattern = pattern;
  }

  after(day: number): number | undefined {
    if (day >= this.#asked && (this.#answer === undefined || day < this.#answer)) return this.#answer;
    const date = new CronDate(new Date((day + 1) * DAY_MS - 1_000), 0);
    const next = date.increment(this.#pattern, {}, false);
    this.#asked = day;
    this.#answer = next ? Math.floor(next.getTime() / DAY_MS) : undefined;
    return this.#answer;
  }
}
