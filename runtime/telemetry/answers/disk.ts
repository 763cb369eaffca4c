/** What Luka takes of the disk over time. */
import { DISK_PARTS, type DiskInsight } from '#shared/nouns/insights.ts';
import { isoAt } from '../../clock.ts';
import type { Figures } from '../figures/figures.ts';
import { DAY_MS } from '../figures/place.ts';
import { forecastOf, trendOfMeasures, type Measure } from './disk-trend.ts';
import { gaugeCells } from './gauges.ts';
import type { Question } from './question.ts';

/** The line is drawn through so many days: what was a year ago says little of what comes. */
const TREND_DAYS = 60;

export function diskInsight({ figures, span, now }: Question): Omit<DiskInsight, 'span'> {
  const cells = Object.fromEntries(
    [...DISK_PARTS.map((part) => `size.${part}`), 'disk.free'].map((name) => [
      name,
      gaugeCells(figures, span, name),
    ]),
  );
  const lastOf = (name: string, index: number): number | null => cells[name]?.[index]?.last ?? null;
  const free = newest(figures, 'disk.free');
  const total = newest(figures, 'disk.total');
  const freeTrend = trendOfMeasures(measures(figures, 'disk.free', now));
  return {
    points: span.buckets.map(({ at, label }, index) => ({
      at,
      label,
      ledger: lastOf('size.ledger', index),
      logs: lastOf('size.logs', index),
      knowledge: lastOf('size.knowledge', index),
      telemetry: lastOf('size.telemetry', index),
      free: lastOf('disk.free', index),
    })),
    parts: DISK_PARTS.flatMap((part) => {
      const last = newest(figures, `size.${part}`);
      if (!last) return [];
      return [{ part, bytes: last.bytes, trend: trendOfMeasures(measures(figures, `size.${part}`, now)) }];
    }),
    ...(free ? { freeBytes: free.bytes, measuredAt: isoAt(free.at) } : {}),
    ...(total ? { totalBytes: total.bytes } : {}),
    freeTrend,
    forecast: forecastOf(free?.bytes, freeTrend, now),
  };
}

/** The last of each day. */
function measures(figures: Figures, name: string, now: number): Measure[] {
  return figures.all<{ at: number; bytes: number }>(
    `select last_at as at, last as bytes from sample_days
     where gauge = (select id from gauges where name = ?) and last_at >= ? order by last_at`,
    name,
    now - TREND_DAYS * DAY_MS,
  );
}

function newest(figures: Figures, name: string): Measure | undefined {
  return figures.get<Measure>(
    `select last_at as at, last as bytes from sample_days where gauge = (select id from gauges where name = ?)
     order by day desc limit 1`,
    name,
  );
}
