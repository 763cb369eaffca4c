/** Rows of unusual runs as the noun. */
import { formatDuration } from '#shared/nouns/duration.ts';
import type { UnusualRun } from '#shared/nouns/insights.ts';
import { isoAt } from '../../clock.ts';
import type { Figures } from '../figures/figures.ts';

export const UNUSUAL_COLUMNS = 'run, task, at, duration_ms, usual_ms, low_ms, high_ms, history';

export interface UnusualRow {
  run: number;
  task: string;
  at: number;
  duration_ms: number;
  usual_ms: number;
  low_ms: number;
  high_ms: number;
  history: number;
}

export function toUnusual(row: UnusualRow): UnusualRun {
  const { run, task, duration_ms: durationMs, usual_ms: usualMs } = row;
  return {
    run,
    task,
    at: isoAt(row.at),
    kind: durationMs > usualMs ? 'slower' : 'faster',
    durationMs,
    usualMs,
    lowMs: row.low_ms,
    highMs: row.high_ms,
    history: row.history,
    factor: usualMs === 0 ? 0 : Math.round((durationMs / usualMs) * 100) / 100,
    message: `took ${formatDuration(durationMs)}, usually ${formatDuration(usualMs)}`,
  };
}

/** Of each task the newest success, where that was unusual: an unusual run is settled by the next usual one. */
export function openUnusual(figures: Figures, since: number): UnusualRun[] {
  return figures
    .all<UnusualRow>(
      `select ${UNUSUAL_COLUMNS.split(', ')
        .map((name) => `unusual.${name}`)
        .join(', ')}
       from tasks join unusual on unusual.run = tasks.last_ok_run and unusual.queued_at = tasks.last_ok_queued
       where unusual.at >= ? order by unusual.at desc`,
      since,
    )
    .map(toUnusual);
}
