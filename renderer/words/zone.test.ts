import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  clockAt,
  clockChangeWords,
  dayOf,
  dayRange,
  hourTicks,
  instantOf,
  isDay,
  localAt,
  longDay,
  momentAt,
  nextDay,
  offsetWords,
  startOfDay,
} from './zone.ts';

const HOUR = 3_600_000;
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'America/Los_Angeles',
];

describe('days', () => {
  it.each([
    ['2027-03-28', 'Europe/Berlin', 23],
    ['2027-10-31', 'Europe/Berlin', 25],
    ['2027-06-01', 'Europe/Berlin', 24],
    ['2027-10-03', 'Australia/Lord_Howe', 23.5],
    ['2027-04-04', 'Australia/Lord_Howe', 24.5],
    // The clocks went forward at midnight: the day begins at 01:00.
    ['2018-11-04', 'America/Sao_Paulo', 23],
    ['2018-02-17', 'America/Sao_Paulo', 25],
    ['2011-12-30', 'Pacific/Apia', 0],
    ['2027-01-01', 'Asia/Kathmandu', 24],
  ])('%s in %s has %d hours', (day, tz, hours) => {
    const { from, to } = dayRange(day, tz);
    expect((to - from) / HOUR).toBe(hours);
    expect(hourTicks({ from, to }, tz).length).toBe(Math.floor(hours));
  });
  it('begin where their date is first shown', () => {
    expect(clockAt(startOfDay('2018-11-04', 'America/Sao_Paulo'), 'America/Sao_Paulo')).toBe('01:00');
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) }),
        (tz, at) => {
          const day = dayOf(at, tz);
          const { from, to } = dayRange(day, tz);
          expect(at).toBeGreaterThanOrEqual(from);
          expect(at).toBeLessThan(to);
          expect(dayOf(from - 1, tz)).not.toBe(day);
          expect(dayOf(to, tz)).not.toBe(day);
        },
      ),
    );
  });
  it('follow each other, but for one that never was', () => {
    expect(nextDay('2027-12-31', 1, 'UTC')).toBe('2028-01-01');
    expect(nextDay('2011-12-29', 1, 'Pacific/Apia')).toBe('2011-12-31');
    expect(nextDay('2011-12-31', -1, 'Pacific/Apia')).toBe('2011-12-29');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });
  it.each([
    ['2027-03-28', true],
    ['2027-02-30', false],
    ['2027-13-01', false],
    ['today', false],
  ])('%s is a day: %s', (text, is) => {
    expect(isDay(text)).toBe(is);
  });
});

describe('hours', () => {
  it('are shown twice where the clock goes back, and left out where it leaps', () => {
    const hours = (day: string): number[] =>
      hourTicks(dayRange(day, 'Europe/Berlin'), 'Europe/Berlin').map(({ hour }) => hour);
    expect(hours('2027-10-31').slice(0, 5)).toEqual([0, 1, 2, 2, 3]);
    expect(hours('2027-03-28').slice(0, 4)).toEqual([0, 1, 3, 4]);
  });
  it('are told of', () => {
    expect(clockChangeWords(dayRange('2027-03-28', 'Europe/Berlin'))).toBe(
      'The clocks go forward: the day has 23 hours',
    );
    expect(clockChangeWords(dayRange('2027-10-31', 'Europe/Berlin'))).toBe(
      'The clocks go back: the day has 25 hours',
    );
    expect(clockChangeWords(dayRange('2027-03-27', 'Europe/Berlin'))).toBeUndefined();
  });
});

describe('instantOf', () => {
  it('is what the wall clock then shows', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: Date.UTC(2015, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 }),
        (tz, minute) => {
          const { day, hour, minute: of } = localAt(minute * 60_000, tz);
          const at = instantOf(day, hour, of, tz);
          expect(localAt(at, tz)).toEqual({ day, hour, minute: of, second: 0 });
          // The first of two.
          expect(at).toBeLessThanOrEqual(minute * 60_000);
        },
      ),
    );
  });
  it('comes after a gap', () => {
    expect(clockAt(instantOf('2027-03-28', 2, 30, 'Europe/Berlin'), 'Europe/Berlin')).toBe('03:30');
  });
});

it('writes days and moments', () => {
  expect(longDay('2027-03-29')).toBe('Monday 29 March 2027');
  expect(momentAt('2027-03-29T01:30:00Z', 'Asia/Bangkok')).toBe('Mon 29 Mar 08:30');
  expect(momentAt('2027-03-29T01:30:05Z', 'Asia/Bangkok')).toBe('Mon 29 Mar 08:30:05');
  expect(['Asia/Kathmandu', 'America/St_Johns', 'UTC'].map((tz) => offsetWords(0, tz))).toEqual([
    '+05:30',
    '-03:30',
    '+00:00',
  ]);
});
