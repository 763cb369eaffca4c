/** The week of all runs as rows of hours. Pure. */
import type { WeekCell } from '#shared/nouns/insights.ts';
import { count } from '../../words/run-state.ts';

export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/**
 * How full a cell is beside the others, 0 to 4: by quarters of the hours in which something ran, so that neither one busy
 * hour makes all others look empty, nor hours that are much alike all look full.
 */
export function levelsOf(cells: readonly Pick<WeekCell, 'runs'>[]): (runs: number) => number {
  const counts = cells
    .map(({ runs }) => runs)
    .filter((runs) => runs > 0)
    .sort((a, b) => a - b);
  const borders = [0.25, 0.5, 0.75].map((part) => counts[Math.floor(counts.length * part)] ?? 0);
  return (runs) => (runs === 0 ? 0 : 1 + borders.filter((border) => runs > border).length);
}

/** From which share of failures on a cell is marked, and marked more. One of hundreds is no mark. */
const SOME = 0.05;
const MUCH = 0.25;

export function failedMark({ runs, failed }: Pick<WeekCell, 'runs' | 'failed'>): 'some' | 'much' | undefined {
  const share = runs === 0 ? 0 : failed / runs;
  if (share >= MUCH) return 'much';
  return share >= SOME ? 'some' : undefined;
}

/** `12 runs, 3 failed`, `no runs`. */
export function weekCellWords({ runs, failed }: Pick<WeekCell, 'runs' | 'failed'>): string {
  if (runs === 0) return 'no runs';
  return failed === 0
    ? count(runs, 'run')
    : `${count(runs, 'run')}, ${failed.toLocaleString('en-GB')} failed`;
}

/** Monday first, 24 hours each; what an answer leaves out has no runs. */
export function weekRows(cells: readonly WeekCell[]): readonly (readonly WeekCell[])[] {
  const known = new Map(cells.map((cell) => [cell.weekday * 24 + cell.hour, cell]));
  return WEEKDAYS.map((_, day) =>
    Array.from(
      { length: 24 },
      (_hour, hour) => known.get((day + 1) * 24 + hour) ?? { weekday: day + 1, hour, runs: 0, failed: 0 },
    ),
  );
}

/** The fullest hour, and the one with the most failures; undefined where there are none. */
export function weekPeaks(cells: readonly WeekCell[]): {
  readonly busiest: WeekCell | undefined;
  readonly worst: WeekCell | undefined;
} {
  let busiest: WeekCell | undefined;
  let worst: WeekCell | undefined;
  for (const cell of cells) {
    if (cell.runs > (busiest?.runs ?? 0)) busiest = cell;
    if (cell.failed > (worst?.failed ?? 0)) worst = cell;
  }
  return { busiest, worst };
}
