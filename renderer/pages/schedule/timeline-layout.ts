/**
 * Where the moments of a day stand: rows of tasks, and in each row marks, or where those would cover each other,
 * clusters; a task of very many moments becomes bars of an hour. Pure; moments are ms since 1970, widths are pixels.
 */
import type { Slot, Upcoming } from '#shared/nouns/slot.ts';
import { markOf, worstOf, type Mark, type MarkCounts } from '../../words/slot-state.ts';
import type { Range } from '../../words/zone.ts';

/** One slot or one moment to come. */
export interface Point {
  readonly key: string;
  readonly task: string;
  readonly at: number;
  /** The last of the moments it stands for, where there is more than one. */
  readonly until: number | undefined;
  readonly count: number;
  readonly mark: Mark;
  readonly slot?: Slot;
  readonly upcoming?: Upcoming;
}

/** What is drawn as one and can be chosen. */
export interface Group {
  /** `mark`: one; `cluster`: a few that would cover each other; `bar`: those of an hour; `span`: one that is long. */
  readonly shape: 'mark' | 'cluster' | 'bar' | 'span';
  readonly from: number;
  readonly to: number;
  readonly points: readonly Point[];
  readonly counts: MarkCounts;
  readonly worst: Mark;
  /** Height of a bar beside the row's highest, 0 to 1. */
  readonly share: number;
}

export interface TaskRow {
  readonly task: string;
  readonly title: string;
  readonly points: readonly Point[];
}

/** Pixels that a mark takes for itself. */
export const MARK_WIDTH = 15;
const BAR_MS = 3_600_000;
/** Fewer moments than this never become bars. */
const DENSE = 24;

export function pointsOf(slots: readonly Slot[], upcoming: readonly Upcoming[]): readonly Point[] {
  return [
    ...slots.map((slot): Point => ({
      key: `${slot.task} ${slot.trigger} ${slot.due}`,
      task: slot.task,
      at: Date.parse(slot.due),
      until: slot.lastDue === undefined ? undefined : Date.parse(slot.lastDue),
      count: slot.count,
      mark: markOf(slot),
      slot,
    })),
    ...upcoming.map((moment): Point => ({
      key: `${moment.task} ${moment.trigger} ${moment.due}`,
      task: moment.task,
      at: Date.parse(moment.due),
      until: undefined,
      count: 1,
      mark: moment.obstacle === undefined ? 'upcoming' : 'hindered',
      upcoming: moment,
    })),
  ];
}

/** A row for each task that has moments, by title. */
export function rowsOf(points: readonly Point[], titleOf: (task: string) => string): readonly TaskRow[] {
  const tasks = Map.groupBy(points, ({ task }) => task);
  return [...tasks]
    .map(([task, own]): TaskRow => ({
      task,
      title: own.find(({ upcoming }) => upcoming)?.upcoming?.title ?? titleOf(task),
      points: own.sort((a, b) => a.at - b.at),
    }))
    .sort((a, b) => a.title.localeCompare(b.title) || (a.task < b.task ? -1 : 1));
}

/** @param points by time */
export function groupsOf(points: readonly Point[], day: Range, width: number): readonly Group[] {
  const msPerMark = ((day.to - day.from) / Math.max(1, width)) * MARK_WIDTH;
  const isLong = ({ at, until = at }: Point): boolean => until - at > msPerMark;
  const long = points.filter(isLong).map((point) => groupOf('span', [point], day));
  const short = points.filter((point) => !isLong(point));
  const clusters = clustersOf(short, msPerMark);
  const dense = short.length >= DENSE && short.length > clusters.length * 1.5;
  const others = dense
    ? barsOf(short, day)
    : clusters.map((cluster) => groupOf(cluster.length === 1 ? 'mark' : 'cluster', cluster, day));
  return [...long, ...others].sort((a, b) => a.from - b.from);
}

function clustersOf(points: readonly Point[], msPerMark: number): readonly (readonly Point[])[] {
  const clusters: Point[][] = [];
  let start = -Infinity;
  for (const point of points) {
    if (point.at - start < msPerMark) clusters.at(-1)?.push(point);
    else {
      clusters.push([point]);
      start = point.at;
    }
  }
  return clusters;
}

function barsOf(points: readonly Point[], day: Range): readonly Group[] {
  const hours = Map.groupBy(points, ({ at }) => Math.floor((at - day.from) / BAR_MS));
  const most = Math.max(...[...hours.values()].map(momentsIn));
  return [...hours].map(([hour, own]) => {
    const from = day.from + hour * BAR_MS;
    const to = Math.min(day.to, from + BAR_MS);
    const counts = marksIn(own);
    return {
      shape: 'bar',
      from,
      to,
      points: own,
      counts,
      worst: worstOf(counts),
      share: momentsIn(own) / most,
    };
  });
}

function momentsIn(points: readonly Point[]): number {
  return points.reduce((sum, { count }) => sum + count, 0);
}

function groupOf(shape: Group['shape'], points: readonly Point[], day: Range): Group {
  const from = Math.max(day.from, points[0]?.at ?? day.from);
  const last = points.at(-1);
  const to = Math.min(day.to, Math.max(from, last?.until ?? last?.at ?? from));
  const counts = marksIn(points);
  return { shape, from, to, points, counts, worst: worstOf(counts), share: 1 };
}

/** How often each mark stands among some moments. */
export function marksIn(points: readonly Point[]): MarkCounts {
  const counts: Partial<Record<Mark, number>> = {};
  for (const { mark, count } of points) counts[mark] = (counts[mark] ?? 0) + count;
  return counts;
}

/** Where a moment stands in the day, in percent of its width. */
export function placeOf(at: number, { from, to }: Range): number {
  return to > from ? Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100)) : 0;
}

/** A stretch of the day in percent, cut at its ends; undefined where it is wholly outside. */
export function stretchOf(
  stretch: { from: string; to?: string | undefined },
  day: Range,
): { left: number; width: number } | undefined {
  const from = Date.parse(stretch.from);
  const to = stretch.to === undefined ? Infinity : Date.parse(stretch.to);
  if (to <= day.from || from >= day.to) return undefined;
  const left = placeOf(from, day);
  return { left, width: placeOf(to, day) - left };
}
