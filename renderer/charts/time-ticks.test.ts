import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localAt } from '../words/zone.ts';
import { timeTicks } from './time-ticks.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BERLIN = 'Europe/Berlin';
const range = (from: string, days: number) => ({ from: Date.parse(from), to: Date.parse(from) + days * DAY });

describe('timeTicks', () => {
  it('stands at full hours of a day, and names the day at midnight', () => {
    const ticks = timeTicks(range('2027-03-10T08:00:00Z', 1), BERLIN, 9);
    expect(ticks.map(({ text }) => text)).toEqual([
      '09:00',
      '12:00',
      '15:00',
      '18:00',
      '21:00',
      'Thu 11 Mar',
      '03:00',
      '06:00',
    ]);
  });

  it('stands at midnights of a week over which the clocks go forward', () => {
    const ticks = timeTicks(range('2027-03-24T23:00:00Z', 7), BERLIN, 8);
    expect(ticks.map(({ text }) => text)).toEqual([
      'Thu 25 Mar',
      'Fri 26 Mar',
      'Sat 27 Mar',
      'Sun 28 Mar',
      'Mon 29 Mar',
      'Tue 30 Mar',
      'Wed 31 Mar',
      'Thu 1 Apr',
    ]);
    for (const { at } of ticks) expect(localAt(at, BERLIN)).toMatchObject({ hour: 0, minute: 0 });
  });

  it('stands at Mondays of a month, and at firsts of months of a year', () => {
    expect(timeTicks(range('2026-10-31T00:00:00Z', 30), 'UTC', 5).map(({ text }) => text)).toEqual([
      '2 Nov',
      '9 Nov',
      '16 Nov',
      '23 Nov',
      '30 Nov',
    ]);
    expect(timeTicks(range('2025-11-30T00:00:00Z', 365), 'UTC', 13).map(({ text }) => text)).toEqual(
      'Dec,Jan 2026,Feb,Mar,Apr,May,Jun,Jul,Aug,Sept,Oct,Nov'.split(','),
    );
  });

  it('always ascends within the range, and hardly has more than have room', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2035-01-01') }),
        fc.integer({ min: HOUR, max: 400 * DAY }),
        fc.integer({ min: 2, max: 20 }),
        fc.constantFrom('UTC', BERLIN, 'Asia/Kathmandu', 'America/St_Johns'),
        (from, span, most, tz) => {
          const ticks = timeTicks({ from, to: from + span }, tz, most);
          const ascends = ticks.every(({ at }, index) => index === 0 || at > (ticks[index - 1]?.at ?? at));
          const inside = ticks.every(({ at }) => at >= from && at <= from + span);
          return ascends && inside && ticks.length <= most + 2;
        },
      ),
      { numRuns: 150 },
    );
  });
});
