/** The week of a task as days and hours. Pure. */
import type { HeatCell } from '#shared/nouns/slot.ts';
import { cellCounts, type Mark, type MarkCounts } from '../../../words/slot-state.ts';

export interface HeatRow {
  readonly day: string;
  /** One for each hour of a wall clock, 0 to 23. */
  readonly hours: readonly MarkCounts[];
}

const NOTHING: MarkCounts = {};

export function heatRows(days: readonly string[], cells: readonly HeatCell[]): readonly HeatRow[] {
  const known = new Map(cells.map((cell) => [`${cell.day} ${cell.hour}`, cellCounts(cell)]));
  return days.map((day) => ({
    day,
    hours: Array.from({ length: 24 }, (_, hour) => known.get(`${day} ${hour}`) ?? NOTHING),
  }));
}

export function heatTotal(rows: readonly HeatRow[]): MarkCounts {
  const total: Partial<Record<Mark, number>> = {};
  for (const { hours } of rows)
    for (const counts of hours)
      for (const [mark, n] of Object.entries(counts) as [Mark, number][])
        total[mark] = (total[mark] ?? 0) + n;
  return total;
}
