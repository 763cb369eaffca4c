import { describe, expect, it } from 'vitest';
import { formatBytes } from '#shared/nouns/size.ts';
import { formatClock, formatMoment } from './moments.ts';

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

describe('formatClock', () => {
  // Without an offset: the clock of whatever zone the test runs in.
  const iso = (local: string) => new Date(local).toISOString();
  const noon = new Date('2026-03-01T12:00:00').getTime();

  it.each([
    ['2026-03-01T09:00:00', 'today 09:00'],
    ['2026-03-01T23:59:30', 'today 23:59:30'],
    ['2026-02-28T00:00:00', 'yesterday 00:00'],
    ['2026-03-02T09:05:00', 'tomorrow 09:05'],
    ['2026-03-03T09:00:00', 'Tue 2026-03-03 09:00'],
    ['2025-12-31T09:00:00', 'Wed 2025-12-31 09:00'],
  ])('says %s as %s', (local, text) => expect(formatClock(iso(local), noon)).toBe(text));

  it('says nothing of what is no moment', () => expect(formatClock('soon', noon)).toBe('-'));
});

describe('formatBytes', () => {
  it.each([
    [999, '999 B'],
    [1_500, '1.5 kB'],
    [82_345_678, '82.3 MB'],
    [1_200_000_000, '1.2 GB'],
  ])('says %i as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
