import { expect, it } from 'vitest';
import { readDay } from './read-day.ts';

const NOW = new Date(2026, 5, 15, 13, 30).getTime();

it.each([
  ['2026', [2026, 0, 1]],
  ['2026-03', [2026, 2, 1]],
  ['2026-03-09', [2026, 2, 9]],
  ['2026-3-9', [2026, 2, 9]],
  ['2569-03-09', [2026, 2, 9]],
  ['today', [2026, 5, 15]],
  ['Yesterday', [2026, 5, 14]],
  ['7d', [2026, 5, 8]],
  ['2w', [2026, 5, 1]],
  ['1m', [2026, 4, 15]],
  ['2y', [2024, 5, 15]],
] as const)('%s is a day on this machine’s clock', (text, [year, month, day]) => {
  expect(readDay(text, NOW)).toBe(new Date(year, month, day).getTime());
});

it('a moment is taken as it is', () => {
  expect(readDay('2026-03-09T10:00:00Z', NOW)).toBe(Date.UTC(2026, 2, 9, 10));
});

it.each(['', 'soon', '2026-13', '2026-02-30', '2026-00-01', '99999', '-1d', '2026-03-09tea', '7dd'])(
  '%j is no day',
  (text) => {
    expect(readDay(text, NOW)).toBeUndefined();
  },
);
