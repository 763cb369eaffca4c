import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CRON_EXPRESSION, CRON_NOISE } from './cron-arbitrary.ts';
import { calendarOf, CronCalendar } from './cron-calendar.ts';
import type { DayFinder } from './cron-days.ts';

const DAY = 86_400_000;

function days(cron: string, month: string): string[] {
  const calendar = calendarOf(cron);
  const found: string[] = [];
  let wall = calendar.next(Date.parse(`${month}-01T00:00Z`) - 1);
  for (; wall !== undefined; wall = calendar.next(wall)) {
    const text = new Date(wall).toISOString();
    if (!text.startsWith(month)) break;
    found.push(text.slice(8, 10));
  }
  return found;
}

/** Any day, counting how often it is asked. */
class CountedDays implements DayFinder {
  asked = 0;

  after(day: number): number {
    this.asked += 1;
    return day + 1;
  }
}

const range = (end: number) => Array.from({ length: end }, (_, index) => index);
const EVERY_SECOND = { hours: range(24), minutes: range(60), seconds: range(60) };

describe('calendarOf', () => {
  it('knows last days, weekdays and the nth of a month', () => {
    expect(days('0 0 L * *', '2028-02')).toEqual(['29']);
    expect(days('0 0 LW * *', '2026-05')).toEqual(['29']);
    expect(days('0 0 15W * *', '2026-08')).toEqual(['14']);
    expect(days('0 0 * * FRI#2', '2026-03')).toEqual(['13']);
    expect(days('0 0 * * 5L', '2026-03')).toEqual(['27']);
    expect(days('0 0 * * 7', '2026-02')).toEqual(['01', '08', '15', '22']);
  });

  it('takes a day of the month or a weekday, and both where the weekday has a plus', () => {
    expect(days('0 0 13 * FRI', '2026-03')).toEqual(['06', '13', '20', '27']);
    expect(days('0 0 14 * FRI', '2026-03')).toEqual(['06', '13', '14', '20', '27']);
    expect(days('0 0 13 * +FRI', '2026-03')).toEqual(['13']);
    expect(days('0 0 13 * +FRI', '2026-04')).toEqual([]);
  });

  it('reads what croner reads as croner does, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(CRON_EXPRESSION, CRON_NOISE),
        fc.integer({ min: 0, max: Date.UTC(2037, 0) }),
        (expression, after) => {
          let cron: Cron;
          try {
            cron = new Cron(expression, { paused: true, utcOffset: 0 });
          } catch (error) {
            expect(() => calendarOf(expression)).toThrow(error);
            return;
          }
          let wall: number | undefined = after;
          for (let n = 0; n < 4 && wall !== undefined; n++) {
            const next: number | undefined = cron.nextRun(new Date(wall))?.getTime();
            expect(calendarOf(expression).next(wall)).toBe(next);
            wall = next;
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('waits eight years for a 29 February, and not for a 30', () => {
    expect(calendarOf('0 0 29 2 *').next(Date.UTC(2096, 1, 29))).toBe(Date.UTC(2104, 1, 29));
    expect(calendarOf('0 0 30 2 *').next(0)).toBeUndefined();
  });

  it('is the same for the same expression, and throws for none', () => {
    expect(calendarOf('0 9 * * *')).toBe(calendarOf('0 9 * * *'));
    expect(() => calendarOf('nonsense')).toThrow(TypeError);
    expect(() => calendarOf('61 * * * *')).toThrow(RangeError);
    expect(() => calendarOf('*/0 * * * *')).toThrow('illegal stepping');
  });
});

describe('CronCalendar', () => {
  it('takes a step a day, however many times a day has', () => {
    const from = Date.UTC(2026, 0, 1, 12);
    const finder = new CountedDays();
    const calendar = new CronCalendar(EVERY_SECOND, finder);
    expect(calendar.count(from, from + 30 * DAY)).toBe(30 * 86_400);
    expect(finder.asked).toBeLessThanOrEqual(32);

    finder.asked = 0;
    const [last] = calendar.newestFirst(from, from + 30 * DAY);
    expect(last).toBe(from + 30 * DAY);
    expect(finder.asked).toBeLessThanOrEqual(32);

    finder.asked = 0;
    expect(calendar.next(from)).toBe(from + 1_000);
    expect(finder.asked).toBeLessThanOrEqual(2);
  });

  it('counts and lists from < wall <= upTo, whatever parts of a second', () => {
    const calendar = calendarOf('0,30 9 * * *');
    const nine = Date.UTC(2026, 0, 1, 9);
    expect(calendar.count(nine - 1, nine)).toBe(1);
    expect(calendar.count(nine, nine + 1_800_000)).toBe(1);
    expect(calendar.count(nine - 1, nine - 1)).toBe(0);
    expect(calendar.count(nine + 500, nine + 1_799_999)).toBe(0);
    expect(calendar.count(nine - DAY, nine + DAY)).toBe(4);
    expect([...calendar.newestFirst(nine - DAY, nine + DAY)]).toEqual([
      nine + DAY,
      nine + 1_800_000,
      nine,
      nine - DAY + 1_800_000,
    ]);
    expect(calendar.next(nine)).toBe(nine + 1_800_000);
    expect(calendar.next(nine + 1_800_000)).toBe(nine + DAY);
    expect(calendar.next(nine - 1)).toBe(nine);
  });

  it('ends where no day comes any more', () => {
    const calendar = new CronCalendar(EVERY_SECOND, { after: (day) => (day < 10 ? 10 : undefined) });
    expect(calendar.next(0)).toBe(10 * DAY);
    expect(calendar.next(11 * DAY - 1_000)).toBeUndefined();
    expect(calendar.next(12 * DAY)).toBeUndefined();
    expect(calendar.count(0, 100 * DAY)).toBe(86_400);
  });
});
