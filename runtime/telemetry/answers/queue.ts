/** How long runs waited, how late they started, how full the queue was. */
import type { QueuePoint } from '#shared/nouns/insights.ts';
import { percentile, sizeOf } from '../figures/histogram.ts';
import { gaugeCells } from './gauges.ts';
import type { Question } from './question.ts';
import { byBucket, rowsOf } from './tallies.ts';

export function queuePoints({ figures, span, task }: Question): QueuePoint[] {
  const tallies = byBucket(rowsOf(figures, span, { task, parts: ['waits', 'lates'] }), span);
  const queued = gaugeCells(figures, span, 'queue.queued');
  const running = gaugeCells(figures, span, 'queue.running');
  // Due moments are counted for all tasks together.
  const missed = task === undefined ? missedSlots({ figures, span }) : span.buckets.map(() => 0);
  return tallies.map(({ waits, lates, extremes, sums }, index) => ({
    at: span.buckets[index]!.at,
    label: span.buckets[index]!.label,
    runs: sizeOf(waits),
    waitMedianMs: percentile(waits, 0.5, extremes.wait_max ?? undefined),
    waitP95Ms: percentile(waits, 0.95, extremes.wait_max ?? undefined),
    waitMaxMs: extremes.wait_max,
    scheduled: sums.scheduled,
    lateMedianMs: percentile(lates, 0.5, extremes.late_max ?? undefined),
    lateP95Ms: percentile(lates, 0.95, extremes.late_max ?? undefined),
    lateMaxMs: extremes.late_max,
    missed: missed[index]!,
    queuedMean: queued[index]?.mean ?? null,
    queuedMax: queued[index]?.high ?? null,
    runningMax: running[index]?.high ?? null,
  }));
}

function missedSlots({ figures, span }: Pick<Question, 'figures' | 'span'>): number[] {
  const counts = span.buckets.map(() => 0);
  const [table, key] = span.bucket === 'hour' ? ['event_hours', 'hour'] : ['event_days', 'day'];
  for (const row of figures.all<{ key: number; n: number }>(
    `select ${key} as key, n from ${table} where ${key} >= ? and name in ('slot:missed', 'slot:blocked')`,
    span.buckets[0]!.key,
  )) {
    const index = span.indexOf(row.key);
    if (index !== undefined) counts[index]! += row.n;
  }
  return counts;
}
