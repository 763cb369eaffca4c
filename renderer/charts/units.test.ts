import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BYTES, COUNT, DURATION, HOURS, hoursWords, SHARE, shareWords } from './units.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('units of charts', () => {
  it.each([
    [0, '0%'],
    [0.0001, '0.1%'],
    [0.5, '50%'],
    [0.974, '97.4%'],
    [0.9999, '99.9%'],
    [1, '100%'],
  ])('says of a share of %d: %s', (share, words) => {
    expect(shareWords(share)).toBe(words);
  });

  it('says all or nothing only of all and nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const words = shareWords(share);
        return (words === '100%') === (share === 1) && (words === '0%') === (share === 0);
      }),
    );
  });

  it.each([
    [45 * MINUTE, '45 min 00 s'],
    [3 * HOUR + 20 * MINUTE, '3 h 20 min'],
    [112 * HOUR, '112 h'],
    [1_204 * HOUR, '1,204 h'],
  ])('says somebody’s time without days: %d is %s', (ms, words) => {
    expect(hoursWords(ms)).toBe(words);
  });

  it('is short at an axis', () => {
    expect([0, 250, 15_000, 90_000, 6 * HOUR, 72 * HOUR].map(DURATION.tick)).toEqual([
      '0',
      '250 ms',
      '15 s',
      '1.5 min',
      '6 h',
      '3 d',
    ]);
    expect(HOURS.tick(72 * HOUR)).toBe('72 h');
    expect([0, 0.5, 3, 1_500, 20_000, 2_000_000].map(COUNT.tick)).toEqual([
      '0',
      '',
      '3',
      '1,500',
      '20k',
      '2M',
    ]);
    expect([0, 400e6, 1.5e9].map(BYTES.tick)).toEqual(['0', '400 MB', '1.5 GB']);
    expect(SHARE.tick(0.9)).toBe('90%');
  });
});
