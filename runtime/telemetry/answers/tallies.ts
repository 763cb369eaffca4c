/** Rows of hours or days, read as an answer needs them: numbers are cheap, histograms are not. */
import type { Span } from './span.ts';
import type { Figures } from '../figures/figures.ts';
import { HOUR_MS } from '../figures/place.ts';
import { ALL_TASKS } from '../figures/roll-up.ts';
import { Tally, type TallyRow } from '../figures/tally.ts';
import type { RunCounts } from '#shared/nouns/insights.ts';

const NUMBERS =
  'runs, succeeded, failed, timed_out, interrupted, denied, cancelled, flips, retried, total_ms, ok_ms, scheduled, ok_min, ok_max, wait_max, late_max';

export type Part = 'durations' | 'waits' | 'lates';
export type SpanRow = Partial<TallyRow> & { readonly index: number };

/** Which rows are in a stretch. */
export function within(span: Span): {
  table: 'run_hours' | 'run_days';
  key: 'hour' | 'day';
  first: number;
  last: number;
} {
  const [first, last] = [span.buckets[0]!.key, span.buckets.at(-1)!.key];
  return span.bucket === 'hour'
    ? // An hour of another zone may begin within the last one.
      { table: 'run_hours', key: 'hour', first, last: last + HOUR_MS - 1 }
    : { table: 'run_days', key: 'day', first, last };
}

/**
 * Of one task, or of all together.
 * @param parts the histograms that are needed
 */
export function rowsOf(
  figures: Figures,
  span: Span,
  { task = ALL_TASKS, parts = [] }: { task?: string | undefined; parts?: readonly Part[] } = {},
): SpanRow[] {
  const { table, key, first, last } = within(span);
  return figures
    .all<Partial<TallyRow> & { key: number }>(
      `select ${[`${key} as key`, NUMBERS, ...parts].join(', ')} from ${table}
       where task = ? and ${key} between ? and ?`,
      task,
      first,
      last,
    )
    .flatMap((row) => {
      const index = span.indexOf(row.key);
      return index === undefined ? [] : [Object.assign(row, { index })];
    });
}

/** One of each bucket. */
export function byBucket(rows: readonly SpanRow[], span: Span): Tally[] {
  const tallies = span.buckets.map(() => new Tally());
  for (const row of rows) tallies[row.index]!.addRow(row);
  return tallies;
}

export function totalOf(rows: readonly SpanRow[]): Tally {
  const total = new Tally();
  for (const row of rows) total.addRow(row);
  return total;
}

export function badOf({ sums }: Tally): number {
  return sums.failed + sums.timed_out + sums.interrupted + sums.denied;
}

export function countsOf(tally: Tally): RunCounts {
  const { runs, succeeded, cancelled } = tally.sums;
  const failed = badOf(tally);
  return { runs, succeeded, failed, cancelled, successRate: shareOf(succeeded, succeeded + failed) };
}

export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.min(1, part / whole);
}
