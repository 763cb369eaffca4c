/** Tasks beside each other: slowest, flakiest, busiest, most useful. */
import type { TaskInsight, TaskInsightSort } from '#shared/nouns/insights.ts';
import { isoAt } from '../../clock.ts';
import { addText, percentile, type Histogram } from '../figures/histogram.ts';
import { ALL_TASKS } from '../figures/roll-up.ts';
import { byHand, type Question } from './question.ts';
import { shareOf, within } from './tallies.ts';

/** A small chart has no room for more points. */
const MOST_POINTS = 60;

interface TaskRow {
  readonly key: number;
  readonly task: string;
  readonly runs: number;
  readonly succeeded: number;
  readonly bad: number;
  readonly cancelled: number;
  readonly flips: number;
  readonly retried: number;
  readonly total_ms: number;
  readonly ok_max: number | null;
  readonly durations: string;
}
type Insight = Omit<TaskInsight, 'spark' | 'failures' | 'lastEndedAt'>;

export function taskInsights(
  question: Question,
  sort: TaskInsightSort,
  limit: number,
): { tasks: TaskInsight[]; more: boolean } {
  const rows = rowsByTask(question);
  const unusual = unusualByTask(question);
  const hand = byHand(question);
  const all = [...rows].map(([task, own]) =>
    insightOf(question, task, own, { byHandMs: hand.get(task), unusual: unusual.get(task) ?? 0 }),
  );
  const sorted = all.toSorted((a, b) => rank(b, sort) - rank(a, sort) || a.task.localeCompare(b.task));
  const wanted = sort === 'runs' ? sorted : sorted.filter((one) => rank(one, sort) > 0);
  return {
    tasks: wanted
      .slice(0, limit)
      .map((one) =>
        Object.assign(one, charts(question, rows.get(one.task) ?? []), lastEnd(question, one.task)),
      ),
    more: wanted.length > limit,
  };
}

/** Work orders have nothing in common but that they are: they are left out. */
function rowsByTask({ figures, span }: Question): Map<string, TaskRow[]> {
  const { table, key, first, last } = within(span);
  // All days are few rows, read faster in the order they lie in than by an index; hours are many.
  const among = key === 'day' ? '+day' : key;
  const rows = new Map<string, TaskRow[]>();
  for (const row of figures.all<TaskRow>(
    `select ${key} as key, task, runs, succeeded, failed + timed_out + interrupted + denied as bad, cancelled, flips,
       retried, total_ms, ok_max, durations
     from ${table} where ${among} between ? and ? and task not in ('', ?)`,
    first,
    last,
    ALL_TASKS,
  )) {
    const found = rows.get(row.task);
    if (found) found.push(row);
    else rows.set(row.task, [row]);
  }
  return rows;
}

function unusualByTask({ figures, span }: Question): ReadonlyMap<string, number> {
  return new Map(
    figures
      .all<{ task: string; n: number }>(
        'select task, count(*) as n from unusual where at >= ? group by task',
        span.from,
      )
      .map(({ task, n }) => [task, n]),
  );
}

function insightOf(
  { tasks }: Question,
  task: string,
  rows: readonly TaskRow[],
  { byHandMs, unusual }: { byHandMs: number | undefined; unusual: number },
): Insight {
  const durations: Histogram = new Map();
  const sums = { runs: 0, succeeded: 0, failed: 0, cancelled: 0, flips: 0, retried: 0, totalMs: 0 };
  let maxMs: number | null = null;
  for (const row of rows) {
    sums.runs += row.runs;
    sums.succeeded += row.succeeded;
    sums.failed += row.bad;
    sums.cancelled += row.cancelled;
    sums.flips += row.flips;
    sums.retried += row.retried;
    sums.totalMs += row.total_ms;
    if (row.ok_max !== null) maxMs = Math.max(maxMs ?? 0, row.ok_max);
    addText(durations, row.durations);
  }
  return {
    ...sums,
    task,
    title: tasks.get(task)?.title ?? task,
    exists: tasks.has(task),
    successRate: shareOf(sums.succeeded, sums.succeeded + sums.failed),
    medianMs: percentile(durations, 0.5, maxMs ?? undefined),
    p95Ms: percentile(durations, 0.95, maxMs ?? undefined),
    maxMs,
    flakiness: shareOf(sums.flips + sums.retried, sums.succeeded + sums.failed),
    savedMs: sums.succeeded * (byHandMs ?? 0),
    ...(byHandMs === undefined ? {} : { byHandMs }),
    unusual,
  };
}

/** Buckets side by side are one point where there are too many. */
function charts({ span }: Question, rows: readonly TaskRow[]): Pick<TaskInsight, 'spark' | 'failures'> {
  const each = Math.ceil(span.buckets.length / MOST_POINTS);
  const points = Math.ceil(span.buckets.length / each);
  const durations = Array.from({ length: points }, (): Histogram => new Map());
  const failures = Array.from({ length: points }, () => 0);
  for (const row of rows) {
    const index = span.indexOf(row.key);
    if (index === undefined) continue;
    const point = Math.floor(index / each);
    addText(durations[point]!, row.durations);
    failures[point]! += row.bad;
  }
  return { spark: durations.map((one) => percentile(one, 0.5)), failures };
}

/** The larger, the sooner. */
function rank(one: Insight, sort: TaskInsightSort): number {
  switch (sort) {
    case 'slowest':
      return one.medianMs ?? 0;
    case 'flakiest':
      return one.flakiness ?? 0;
    case 'failures':
      return one.failed;
    case 'runs':
      return one.runs;
    case 'saved':
      return one.savedMs;
    case 'busiest':
      return one.totalMs;
  }
}

function lastEnd({ figures }: Question, task: string): { lastEndedAt?: string } {
  const at = figures.get<{ at: number | null }>(
    'select max(ended_at) as at from runs where task = ?',
    task,
  )?.at;
  return at == null ? {} : { lastEndedAt: isoAt(at) };
}
