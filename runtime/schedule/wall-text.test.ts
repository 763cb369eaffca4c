import { describe, expect, it } from 'vitest';
import { formatOffset, formatWall, momentOf, readMoment } from './wall-text.ts';

describe('readMoment', () => {
  it('tells what a clock shows from where that clock is', () => {
    const wall = Date.UTC(2026, 2, 1, 9);
    expect(readMoment('2026-03-01T09:00')).toEqual({ wall, offset: undefined });
    expect(readMoment('2026-03-01T09:00:00.000')).toEqual({ wall, offset: undefined });
    expect(readMoment('2026-03-01T09:00:00Z')).toEqual({ wall, offset: 'Z' });
    expect(readMoment('2026-03-01T09:00+07:00')).toEqual({ wall, offset: '+07:00' });
    expect(readMoment('2026-03-01T09:00-03:30')).toEqual({ wall, offset: '-03:30' });
  });
});

describe('momentOf', () => {
  it('goes by the offset, else by the zone', () => {
    expect(momentOf('2026-03-01T09:00:00+07:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 1, 2));
    expect(momentOf('2026-03-01T09:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 1, 8));
    expect(momentOf('tomorrow', 'Europe/Berlin')).toBeNaN();
    expect(() => momentOf('2026-03-01T09:00', 'nowhere')).toThrow(RangeError);
  });
});

describe('formatWall and formatOffset', () => {
  it('write seconds only where there are any', () => {
    expect(formatWall(Date.UTC(2026, 2, 1, 9))).toBe('2026-03-01 09:00');
    expect(formatWall(Date.UTC(2026, 2, 1, 9, 0, 5))).toBe('2026-03-01 09:00:05');
    expect(formatWall(Date.UTC(2026, 2, 1, 9, 0, 0, 250))).toBe('2026-03-01 09:00:00.250');
    expect(formatOffset(7 * 3_600_000)).toBe('+07:00');
    expect(formatOffset(0)).toBe('+00:00');
    expect(formatOffset(-3.5 * 3_600_000)).toBe('-03:30');
    expect(formatOffset(-(44 * 60 + 30) * 1_000)).toBe('-00:44:30');
  });
});
