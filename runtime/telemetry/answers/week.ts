/** Runs by weekday and hour. Hours are all that knows it: what is older than they are kept is not in it. */
import type { WeekCell } from '#shared/nouns/insights.ts';
import { ALL_TASKS } from '../figures/roll-up.ts';
import type { Question } from './question.ts';

export function weekCells({ figures, span, task }: Question): WeekCell[] {
  const cells: WeekCell[] = Array.from({ length: 168 }, (_, cell) => ({
    weekday: Math.floor(cell / 24) + 1,
    hour: cell % 24,
    runs: 0,
    failed: 0,
  }));
  const sums = 'cell, sum(runs) as runs, sum(failed + timed_out + interrupted + denied) as failed';
  const rows = figures.all<{ cell: number; runs: number; failed: number }>(
    `select ${sums} from run_hours where task = ? and hour >= ? group by cell`,
    task ?? ALL_TASKS,
    span.from,
  );
  for (const { cell, runs, failed } of rows) Object.assign(cells[cell]!, { runs, failed });
  return cells;
}
