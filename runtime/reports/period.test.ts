import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayAt, daysLater, momentOf, periodOf, weekdayOf, weekNumber } from './period.ts';

const HOUR = 3_600_000;
/** Half hours, leaps at midnight, a day that was left out, clocks that went back over midnight. */
const ZONES = [
  'UTC',
  'Asia/Bangkok',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Beirut',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Tehran',
  'Pacific/Apia',
  'Pacific/Chatham',
];
const zone = fc.constantFrom(...ZONES);
const moment = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2035, 0, 1) });
const hours = (kind: 'day' | 'week', day: string, name: string) => {
  const { from, to } = periodOf(kind, day, name);
  return (to - from) / HOUR;
};

describe('a day', () => {
  it.each([
    ['2026-03-29', 'Europe/Berlin', 23],
    ['2026-10-25', 'Europe/Berlin', 25],
    ['2026-03-08', 'America/New_York', 23],
    ['2026-04-05', 'Australia/Lord_Howe', 24.5],
    ['2026-11-29', 'Asia/Bangkok', 24],
    // Its clocks leapt over midnight: the day began at one.
    ['2026-03-29', 'Asia/Beirut', 23],
    // It was left out of the calendar there.
    ['2011-12-30', 'Pacific/Apia', 0],
  ])('%s in %s has %s hours', (day, name, length) => {
    expect(hours('day', day, name)).toBe(length);
  });

  it('begins where the one before it ended, and has every moment that shows its date', () => {
    fc.assert(
      fc.property(zone, moment, (name, at) => {
        const day = dayAt(at, name);
        const { from, to } = periodOf('day', day, name);
        expect(periodOf('day', daysLater(day, -1), name).to).toBe(from);
        expect(periodOf('day', daysLater(day, 1), name).from).toBe(to);
        // Clocks that go back over midnight show the day before for a while: such a moment belongs to what has begun.
        expect(at).toBeLessThan(Math.max(to, periodOf('day', daysLater(day, 1), name).to));
        expect(from).toBeLessThanOrEqual(at);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a week', () => {
  it('is Monday to Sunday, whichever of its days is named, and as long as its days together', () => {
    fc.assert(
      fc.property(zone, moment, fc.integer({ min: 0, max: 6 }), (name, at, more) => {
        const week = periodOf('week', dayAt(at, name), name);
        expect(weekdayOf(week.day)).toBe(0);
        expect(week.lastDay).toBe(daysLater(week.day, 6));
        expect(periodOf('week', daysLater(week.day, more), name)).toEqual(week);
        const days = [0, 1, 2, 3, 4, 5, 6].map((n) => periodOf('day', daysLater(week.day, n), name));
        expect(days.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(week.to - week.from);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['2026-11-23', 48],
    ['2025-12-29', 1],
    ['2020-12-28', 53],
    ['2027-01-04', 1],
  ])('of %s is number %s', (monday, number) => {
    expect(weekNumber(monday)).toBe(number);
  });
});

it('knows a time of day that clocks leapt over', () => {
  const leap = momentOf('2026-03-29', '02:30', 'Europe/Berlin');
  expect(new Date(leap).toISOString()).toBe('2026-03-29T01:00:00.000Z');
});

it('refuses what no calendar has', () => {
  for (const bad of ['2026-02-30', '2026-13-01', 'today', ''])
    expect(() => periodOf('day', bad, 'UTC')).toThrow(expect.objectContaining({ code: 'request_invalid' }));
});
