/** Success rate and time saved: bucket by bucket, and of the whole stretch beside the one before. */
import type { InsightSummary, OutcomePoint, TimeSaved } from '#shared/nouns/insights.ts';
import { ENDS } from '../figures/tally.ts';
import { percentile } from '../figures/histogram.ts';
import { byHand, type Question } from './question.ts';
import { spanOf, type Span } from './span.ts';
import { ALL_TASKS } from '../figures/roll-up.ts';
import { byBucket, countsOf, rowsOf, totalOf, within, type SpanRow } from './tallies.ts';

export function outcomePoints(question: Question): OutcomePoint[] {
  const { figures, span, task } = question;
  const rows = rowsOf(figures, span, { task });
  const saved = span.buckets.map(() => 0);
  for (const { index, savedMs } of savings(question, span)) saved[index]! += savedMs;
  return byBucket(rows, span).map((tally, index) =>
    Object.assign(countsOf(tally), {
      at: span.buckets[index]!.at,
      label: span.buckets[index]!.label,
      savedMs: saved[index]!,
      machineMs: tally.sums.ok_ms,
    }),
  );
}

export function summary(question: Question): Omit<InsightSummary, 'span'> {
  const { figures, span, task, now, zone } = question;
  const rows = rowsOf(figures, span, { task, parts: ['waits', 'lates'] });
  const total = totalOf(rows);
  const earlier = spanOf(span.range, now, zone, 1);
  const before = isRemembered(question, earlier) ? rowsOf(figures, earlier, { task }) : undefined;
  return {
    now: countsOf(total),
    ...(before === undefined
      ? {}
      : { before: countsOf(totalOf(before)), savedBefore: timeSaved(question, earlier, before) }),
    byState: Object.fromEntries(
      ENDS.filter((end) => total.sums[end] > 0).map((end) => [end, total.sums[end]]),
    ),
    saved: timeSaved(question, span, rows),
    waitP95Ms: percentile(total.waits, 0.95, total.extremes.wait_max ?? undefined),
    lateP95Ms: percentile(total.lates, 0.95, total.extremes.late_max ?? undefined),
    unusual: countUnusual(question),
    tasks: countTasks(question),
  };
}

/** Whether anything is known of a stretch: an empty one of before Luka came is no comparison. */
function isRemembered({ figures }: Question, span: Span): boolean {
  const first = figures.get<{ at: number | null }>('select min(at) as at from run_days')?.at;
  return first != null && first < span.to;
}

function countUnusual({ figures, span, task }: Question): number {
  return (
    figures.get<{ n: number }>(
      'select count(*) as n from unusual where at >= ? and (? is null or task = ?)',
      span.from,
      task ?? null,
      task ?? null,
    )?.n ?? 0
  );
}

function countTasks({ figures, span, task }: Question): number {
  if (task !== undefined) return 1;
  const { table, key, first, last } = within(span);
  return (
    figures.get<{ n: number }>(
      `select count(distinct task) as n from ${table} where ${key} between ? and ? and task not in ('', ?)`,
      first,
      last,
      ALL_TASKS,
    )?.n ?? 0
  );
}

interface Saving {
  readonly index: number;
  readonly successes: number;
  readonly savedMs: number;
}

/** Of the tasks that say how long they take by hand. */
function savings(question: Question, span: Span): Saving[] {
  const { figures, task } = question;
  const { table, key, first, last } = within(span);
  const hand = [...byHand(question)].filter(([id]) => task === undefined || id === task);
  return hand.flatMap(([id, ms]) =>
    figures
      .all<{ key: number; n: number }>(
        `select ${key} as key, succeeded as n from ${table} where task = ? and ${key} between ? and ? and succeeded > 0`,
        id,
        first,
        last,
      )
      .flatMap((row) => {
        const index = span.indexOf(row.key);
        return index === undefined ? [] : [{ index, successes: row.n, savedMs: row.n * ms }];
      }),
  );
}

function timeSaved(question: Question, span: Span, rows: readonly SpanRow[]): TimeSaved {
  const saved = { savedMs: 0, counted: 0, successes: 0, machineMs: 0 };
  for (const row of rows) {
    saved.successes += row.succeeded ?? 0;
    saved.machineMs += row.ok_ms ?? 0;
  }
  for (const { successes, savedMs } of savings(question, span)) {
    saved.counted += successes;
    saved.savedMs += savedMs;
  }
  return saved;
}
