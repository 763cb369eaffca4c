/** A stretch of time up to now, cut into hours or days of the person's zone. */
import type { InsightRange, Span as ToldSpan } from '#shared/nouns/insights.ts';
import { isoAt } from '../../clock.ts';
import type { Zone } from '../../schedule/zone.ts';
import type { Figures } from '../figures/figures.ts';
import { dayLabel, dayNumber, DAY_MS, HOUR_MS, hourLabel, placeOf } from '../figures/place.ts';

const LENGTHS: Readonly<Record<InsightRange, { readonly bucket: 'hour' | 'day'; readonly count: number }>> = {
  '24h': { bucket: 'hour', count: 24 },
  '7d': { bucket: 'hour', count: 168 },
  '30d': { bucket: 'day', count: 30 },
  '90d': { bucket: 'day', count: 90 },
  '1y': { bucket: 'day', count: 365 },
};

export interface Bucket {
  /** Of an hour its start in ms, of a day 20260329: as rows have it. */
  readonly key: number;
  readonly at: string;
  readonly label: string;
}

export interface Span {
  readonly range: InsightRange;
  readonly bucket: 'hour' | 'day';
  readonly buckets: readonly Bucket[];
  /** ms since 1970: the start of the first bucket. */
  readonly from: number;
  readonly to: number;
  /** Which bucket a row belongs to; undefined outside. */
  indexOf(key: number): number | undefined;
}

/** @param back how many stretches earlier: 1 is the one before this */
export function spanOf(range: InsightRange, now: number, zone: Zone, back = 0): Span {
  const { bucket, count } = LENGTHS[range];
  return bucket === 'hour' ? hours(range, count, now, zone, back) : days(range, count, now, zone, back);
}

function hours(range: InsightRange, count: number, now: number, zone: Zone, back: number): Span {
  const last = placeOf(now, zone).hour - back * count * HOUR_MS;
  const from = last - (count - 1) * HOUR_MS;
  const buckets = Array.from({ length: count }, (_, index) => {
    const key = from + index * HOUR_MS;
    return { key, at: isoAt(key), label: hourLabel(key, zone) };
  });
  return {
    range,
    bucket: 'hour',
    buckets,
    from,
    to: back === 0 ? now : last + HOUR_MS,
    // Where the person travelled, hours began elsewhere.
    indexOf: (key) => {
      const index = Math.floor((key - from) / HOUR_MS);
      return index >= 0 && index < count ? index : undefined;
    },
  };
}

function days(range: InsightRange, count: number, now: number, zone: Zone, back: number): Span {
  const wall = zone.wallAt(now);
  const today = wall - (((wall % DAY_MS) + DAY_MS) % DAY_MS) - back * count * DAY_MS;
  const buckets = Array.from({ length: count }, (_, index) => {
    const midnight = today - (count - 1 - index) * DAY_MS;
    const key = dayNumber(midnight);
    return { key, at: isoAt(zone.firstAt(midnight)), label: dayLabel(key) };
  });
  const index = new Map(buckets.map(({ key }, place) => [key, place]));
  return {
    range,
    bucket: 'day',
    buckets,
    from: Date.parse(buckets[0]!.at),
    to: back === 0 ? now : zone.firstAt(today + DAY_MS),
    indexOf: (key) => index.get(key),
  };
}

export function tellSpan(
  { range, bucket, from, to }: Span,
  { figures, zone, isCounting }: { figures: Figures; zone: Zone; isCounting: boolean },
): ToldSpan {
  const since = figures.get<{ at: number | null }>('select min(at) as at from run_days')?.at;
  return {
    range,
    bucket,
    from: isoAt(from),
    to: isoAt(to),
    tz: zone.name,
    ...(since == null ? {} : { since: isoAt(since) }),
    ...(isCounting ? { counting: true } : {}),
  };
}
