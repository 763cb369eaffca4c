import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration } from '#shared/nouns/duration.ts';
import { agoWords, dueWords, durationWords, elapsedWords, lineTime, msBetween, sizeWords } from './time.ts';

const at = (text: string): number => new Date(text).getTime();
const NOW = at('2027-03-10T15:00:00');

describe('durationWords', () => {
  it('says what the command line says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 * 86_400_000 }),
        (ms) => durationWords(ms) === formatDuration(ms),
      ),
    );
  });
  it('counts whole seconds while running', () => {
    expect([0, 999, 1_000, 59_999, 65_000, 7_800_000].map(elapsedWords)).toEqual([
      '0 s',
      '0 s',
      '1 s',
      '59 s',
      '1 min 05 s',
      '2 h 10 min',
    ]);
    expect(elapsedWords(-5)).toBe('0 s');
  });
});

describe('agoWords', () => {
  it.each([
    ['2027-03-10T15:00:04', 'just now'],
    ['2027-03-10T14:59:55', 'just now'],
    ['2027-03-10T14:59:30', '30 s ago'],
    ['2027-03-10T14:56:00', '4 min ago'],
    ['2027-03-10T02:00:00', '13 h ago'],
    ['2027-03-10T05:00:00', '10 h ago'],
    ['2027-03-05T09:30:00', 'Fri 09:30'],
    ['2027-02-12T09:30:00', '12 Feb'],
    ['2025-02-12T09:30:00', '12 Feb 2025'],
  ])('%s is %s', (then, words) => {
    expect(agoWords(at(then), NOW)).toBe(words);
  });
  it('says yesterday only for the day before', () => {
    expect(agoWords(at('2027-03-09T01:00:00'), NOW)).toBe('yesterday 01:00');
    expect(agoWords(at('2027-03-09T23:00:00'), at('2027-03-10T01:00:00'))).toBe('2 h ago');
  });
});

describe('dueWords', () => {
  it.each([
    ['2027-03-10T14:59:00', 'now'],
    ['2027-03-10T15:00:12', 'in 12 s'],
    ['2027-03-10T15:04:30', 'in 4 min'],
    ['2027-03-10T17:10:00', 'in 2 h 10 min'],
    ['2027-03-10T18:00:00', 'in 3 h'],
    ['2027-03-10T23:30:00', 'today 23:30'],
    ['2027-03-11T07:00:00', 'tomorrow 07:00'],
    ['2027-03-12T07:00:00', 'Fri 07:00'],
    ['2027-04-12T07:00:00', '12 Apr 07:00'],
    ['2028-04-12T07:00:00', '12 Apr 2028 07:00'],
  ])('%s is %s', (then, words) => {
    expect(dueWords(at(then), NOW)).toBe(words);
  });
});

describe('the rest', () => {
  it('measures from start to end, or to now', () => {
    expect(msBetween(undefined, undefined, NOW)).toBeUndefined();
    expect(msBetween('2027-03-10T15:00:00Z', '2027-03-10T15:00:02Z', NOW)).toBe(2_000);
    expect(msBetween(new Date(NOW - 500).toISOString(), undefined, NOW)).toBe(500);
    expect(msBetween(new Date(NOW + 500).toISOString(), undefined, NOW)).toBe(0);
  });
  it('writes sizes', () => {
    expect([1, 640, 12_400, 999_999, 3_100_000, 104_857_600, 1_240_000_000, 494e9].map(sizeWords)).toEqual([
      '1 byte',
      '640 bytes',
      '12.4 kB',
      '1000 kB',
      '3.1 MB',
      '105 MB',
      '1.2 GB',
      '494 GB',
    ]);
  });
  it('writes the time of a line', () => {
    expect(lineTime(at('2027-03-10T04:05:06.007'))).toBe('04:05:06.007');
  });
});
