/** Calendars of launchd against what Luka makes of them, minute by minute. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { occurrences } from '../../schedule/occurrences.ts';
import type { PlistDict, PlistValue } from '../plist/plist-value.ts';
import { Notes } from './notes.ts';
import { planCalendar } from './plan-calendar.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const FROM = Date.UTC(2028, 0, 1);

type Times = Partial<Record<'Minute' | 'Hour' | 'Day' | 'Weekday' | 'Month', number>>;

const times = fc.record(
  {
    Minute: fc.integer({ min: 0, max: 59 }),
    Hour: fc.integer({ min: 0, max: 23 }),
    Day: fc.integer({ min: 1, max: 28 }),
    Weekday: fc.integer({ min: 0, max: 7 }),
    Month: fc.integer({ min: 1, max: 12 }),
  },
  { requiredKeys: [] },
);

/** launchd.plist(5), word for word: what is left out is any; of a Day and a Weekday either is enough. */
function isDue({ Minute, Hour, Day, Weekday, Month }: Times, at: Date): boolean {
  if (Minute !== undefined && at.getUTCMinutes() !== Minute) return false;
  if (Hour !== undefined && at.getUTCHours() !== Hour) return false;
  if (Month !== undefined && at.getUTCMonth() + 1 !== Month) return false;
  const day = Day === undefined ? undefined : at.getUTCDate() === Day;
  const weekday = Weekday === undefined ? undefined : at.getUTCDay() === (Weekday === 7 ? 0 : Weekday);
  if (day !== undefined && weekday !== undefined) return day || weekday;
  return day ?? weekday ?? true;
}

function jobOf(list: readonly Times[]): PlistDict {
  const dictOf = (one: Times): PlistValue => ({
    kind: 'dict',
    entries: Object.entries(one).map(([key, value]) => ({
      key,
      value: { kind: 'integer', value: BigInt(value) },
    })),
  });
  const value: PlistValue = list.length === 1 ? dictOf(list[0]!) : { kind: 'array', items: list.map(dictOf) };
  return { kind: 'dict', entries: [{ key: 'StartCalendarInterval', value }] };
}

it('come to the same minutes', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(
      fc.array(times, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 1_500 }),
      (list, day) => {
        const job = jobOf(list);
        const notes = new Notes(job, 'x.plist');
        const crons = planCalendar(job, notes);
        expect(notes.findings).toEqual([]);
        // Ten days from a day of four years, a leap year among them.
        const from = FROM + day * DAY;
        const upTo = from + 10 * DAY;
        const wanted = new Set<number>();
        for (let at = from + MINUTE; at <= upTo; at += MINUTE)
          if (list.some((one) => isDue(one, new Date(at)))) wanted.add(at);
        const found = new Set(
          crons.flatMap((cron) => occurrences({ cron, tz: 'UTC' }, from, upTo).toArray()),
        );
        expect([...found].sort((a, b) => a - b)).toEqual([...wanted]);
      },
    ),
    { numRuns: 150 },
  );
});
