/** A straight line through measures of a size, and when the disk is full if it goes on like that. */
import type { DiskForecast, DiskTrend } from '#shared/nouns/insights.ts';
import { isoAt } from '../../clock.ts';
import { DAY_MS } from '../figures/place.ts';

export interface Measure {
  /** ms since 1970. */
  readonly at: number;
  readonly bytes: number;
}

/** Less says nothing of what is usual: a week has a weekend. */
export const LEAST_DAYS = 7;
const LEAST_MEASURES = 5;
const TEN_YEARS = 3_650;

/** Least squares. @param measures in the order of time */
export function trendOfMeasures(measures: readonly Measure[]): DiskTrend {
  const [first, last] = [measures[0], measures.at(-1)];
  const days = first && last ? (last.at - first.at) / DAY_MS : 0;
  if (!first || days < LEAST_DAYS || measures.length < LEAST_MEASURES)
    return {
      known: false,
      message: `needs ${LEAST_DAYS} days of measures, has ${Math.floor(days * 10) / 10}`,
    };
  const xs = measures.map(({ at }) => (at - first.at) / DAY_MS);
  const meanX = mean(xs);
  const meanY = mean(measures.map(({ bytes }) => bytes));
  let [over, under] = [0, 0];
  for (const [index, { bytes }] of measures.entries()) {
    const x = xs[index]! - meanX;
    over += x * (bytes - meanY);
    under += x * x;
  }
  return { known: true, perDay: under === 0 ? 0 : over / under, days };
}

/** @param free bytes now; undefined where it was never measured */
export function forecastOf(free: number | undefined, trend: DiskTrend, now: number): DiskForecast {
  if (free === undefined) return { kind: 'cannot_tell', message: 'the disk was not measured yet' };
  if (!trend.known) return { kind: 'cannot_tell', message: trend.message };
  if (trend.perDay >= 0) return { kind: 'not_in_sight', message: 'free room does not shrink' };
  const days = free / -trend.perDay;
  if (days > TEN_YEARS)
    return { kind: 'not_in_sight', message: 'at this pace it lasts for more than ten years' };
  const whole = Math.floor(days);
  return {
    kind: 'full_in',
    days,
    at: isoAt(now + days * DAY_MS),
    message:
      whole < 1
        ? 'full within a day at this pace'
        : `full in ${whole} ${whole === 1 ? 'day' : 'days'} at this pace`,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
