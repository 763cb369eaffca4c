import { describe, expect, it } from 'vitest';
import { formatBytes, formatMoment } from './moments.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('formatMoment', () => {
  it.each([
    ['2026-03-01T11:59:59.500Z', 'now'],
    ['2026-03-01T11:59:01Z', '59 s ago'],
    ['2026-03-01T12:01:59Z', 'in 1 min'],
    ['2026-03-01T09:30:00Z', '2 h ago'],
    ['2026-03-04T12:00:00Z', 'in 3 d'],
    ['nonsense', '-'],
    [undefined, '-'],
  ])('says %s as %s', (iso, text) => {
    expect(formatMoment(iso, now)).toBe(text);
  });
});

describe('formatBytes', () => {
  it.each([
    [999, '999 B'],
    [1_500, '1.5 kB'],
    [82_345_678, '82.3 MB'],
  ])('says %i as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
