/** How long the runs of one task took, and which of them were unusual. */
import type { RunState } from '#shared/nouns/run.ts';
import type { TrendPoint, TrendRun, UnusualRun, Usual } from '#shared/nouns/insights.ts';
import { isoAt } from '../../clock.ts';
import { percentile } from '../figures/histogram.ts';
import { HISTORY, LEAST_HISTORY, usualOf } from '../unusual/judge-duration.ts';
import { toUnusual, UNUSUAL_COLUMNS, type UnusualRow } from '../unusual/unusual-row.ts';
import type { Question } from './question.ts';
import { badOf, byBucket, rowsOf } from './tallies.ts';

const MOST_RUNS = 500;

export interface Trend {
  readonly points: TrendPoint[];
  readonly runs: TrendRun[];
  readonly usual: Usual;
  readonly unusual: UnusualRun[];
}

/** @param durations of the task's newest successes, as the ledger has them: it keeps them longer than raw rows are */
export function trendOf(question: Question, task: string, durations: readonly number[]): Trend {
  const { figures, span } = question;
  const tallies = byBucket(rowsOf(figures, span, { task, parts: ['durations'] }), span);
  return {
    points: tallies.map((tally, index) => {
      const { ok_min: least, ok_max: most } = tally.extremes;
      return {
        at: span.buckets[index]!.at,
        label: span.buckets[index]!.label,
        succeeded: tally.sums.succeeded,
        failed: badOf(tally),
        medianMs: percentile(tally.durations, 0.5, most ?? undefined),
        p95Ms: percentile(tally.durations, 0.95, most ?? undefined),
        minMs: least,
        maxMs: most,
      };
    }),
    runs: runsOf(question, task),
    usual: usualNow(durations.slice(-HISTORY)),
    unusual: listUnusual(question, 500, task).unusual.toReversed(),
  };
}

function runsOf({ figures, span }: Question, task: string): TrendRun[] {
  return figures
    .all<{
      run: number;
      ended_at: number;
      state: RunState;
      duration_ms: number;
      unusual: number;
    }>(
      `select run, ended_at, state, duration_ms,
         exists (select 1 from unusual where unusual.run = runs.run and unusual.queued_at = runs.queued_at) as unusual
       from runs where task = ? and ended_at >= ? and duration_ms is not null order by ended_at desc limit ?`,
      task,
      span.from,
      MOST_RUNS,
    )
    .map((row) => ({
      run: row.run,
      at: isoAt(row.ended_at),
      state: row.state,
      durationMs: row.duration_ms,
      unusual: row.unusual === 1,
    }))
    .toReversed();
}

function usualNow(durations: readonly number[]): Usual {
  const usual = usualOf(durations);
  return usual
    ? { known: true, ...usual }
    : { known: false, message: `needs ${LEAST_HISTORY} successes, has ${durations.length}` };
}

/** Newest first. */
export function listUnusual(
  { figures, span }: Question,
  limit: number,
  task?: string,
): { unusual: UnusualRun[]; more: boolean } {
  const rows =
    task === undefined
      ? figures.all<UnusualRow>(
          `select ${UNUSUAL_COLUMNS} from unusual where at >= ? order by at desc, run desc limit ?`,
          span.from,
          limit + 1,
        )
      : figures.all<UnusualRow>(
          `select ${UNUSUAL_COLUMNS} from unusual where task = ? and at >= ? order by at desc, run desc limit ?`,
          task,
          span.from,
          limit + 1,
        );
  return { unusual: rows.slice(0, limit).map(toUnusual), more: rows.length > limit };
}
