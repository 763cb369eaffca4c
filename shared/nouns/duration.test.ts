import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Duration, formatDuration, formatInterval, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
    ['30', 30_000],
    [' 5m ', 300_000],
    [2.5, 2_500],
    [0, 0],
  ])('%j is %d ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(['', 's', '10 s', '10x', '-5s', '1h-30m', 'h1', '1e3s', Number.NaN, Infinity, -1])(
    '%j is none',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
      expect(Duration.safeParse(text).success).toBe(false);
    },
  );

  it('adds up any sequence of parts', () => {
    const part = fc.record({
      n: fc.integer({ min: 0, max: 999 }),
      unit: fc.constantFrom('ms', 's', 'm', 'h', 'd'),
    });
    const ms = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5 } as const;
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const sum = parts.reduce((total, { n, unit }) => total + n * ms[unit], 0);
        expect(parseDuration(parts.map(({ n, unit }) => `${n}${unit}`).join(''))).toBe(sum);
      }),
    );
  });

  it('never takes long nor throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseDuration(text)));
    expect(parseDuration('1'.repeat(100_000) + 'x')).toBeUndefined();
  });
});

it.each([
  [0, '0 ms'],
  [850, '850 ms'],
  [12_340, '12.3 s'],
  [245_000, '4 min 05 s'],
  [7_800_000, '2 h 10 min'],
  [187_200_000, '2 d 4 h'],
])('formatDuration(%d) is %j', (ms, text) => expect(formatDuration(ms)).toBe(text));

it.each([
  [500, '500 ms'],
  [1_500, '1.5 s'],
  [5_000, '5 s'],
  [21_600_000, '6 h'],
  [5_400_000, '1 h 30 min'],
  [90_061_000, '1 d 1 h 1 min 1 s'],
])('formatInterval(%d) is %j', (ms, text) => expect(formatInterval(ms)).toBe(text));
