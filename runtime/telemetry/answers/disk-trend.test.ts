import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../figures/place.ts';
import { forecastOf, trendOfMeasures } from './disk-trend.ts';

const NOW = Date.UTC(2026, 5, 1);
const line = (days: number, first: number, perDay: number) =>
  Array.from({ length: days + 1 }, (_, day) => ({
    at: NOW - (days - day) * DAY_MS,
    bytes: first + perDay * day,
  }));

describe('the trend of a size', () => {
  it('is the line that the measures lie on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 60 }), fc.integer({ min: -1e9, max: 1e9 }), (days, perDay) => {
        const trend = trendOfMeasures(line(days, 1e12, perDay));
        expect(trend).toMatchObject({ known: true, days });
        if (trend.known) expect(trend.perDay).toBeCloseTo(perDay, 0);
      }),
    );
  });

  it('is not told of less than a week, nor of a few measures, nor of none', () => {
    expect(trendOfMeasures(line(6, 1, 1))).toEqual({
      known: false,
      message: 'needs 7 days of measures, has 6',
    });
    expect(trendOfMeasures(line(30, 1, 1).filter((_, index) => index % 15 === 0)).known).toBe(false);
    expect(trendOfMeasures([]).known).toBe(false);
  });
});

describe('the forecast', () => {
  it('says when the free room is used up', () => {
    const forecast = forecastOf(50e9, trendOfMeasures(line(20, 90e9, -2e9)), NOW);
    expect(forecast).toMatchObject({ kind: 'full_in', message: 'full in 25 days at this pace' });
    if (forecast.kind === 'full_in') expect(forecast.days).toBeCloseTo(25, 5);
  });

  it.each([
    ['free room grows', 50e9, trendOfMeasures(line(20, 1e9, 1e9)), 'not_in_sight'],
    ['it lasts for more than ten years', 1e15, trendOfMeasures(line(20, 1e15, -1e6)), 'not_in_sight'],
    ['there is too little to tell', 50e9, trendOfMeasures(line(3, 1e9, -1e9)), 'cannot_tell'],
    ['nothing was measured', undefined, trendOfMeasures([]), 'cannot_tell'],
  ])('says so where %s', (_, free, trend, kind) => {
    expect(forecastOf(free, trend, NOW).kind).toBe(kind);
  });
});
