/** What a chart over time is given, and what is said of one moment of it. */
import type { Unit } from './units.ts';

export type ChartTone = 'accent' | 'ok' | 'failed' | 'waiting' | 'quiet';

/** Each look has a shape of its own: no two series of a chart are told apart by colour alone. */
export type Look =
  'line' | 'area' | 'dashed' | 'dotted' | 'bars' | 'hatched' | 'points' | 'crosses' | 'marks';

/** Null where nothing is known: a gap. Undefined at moments that are none of the series: its line goes on over them. */
export type Value = number | null | undefined;

export interface ChartSeries {
  readonly label: string;
  readonly tone: ChartTone;
  readonly look: Look;
  readonly unit: Unit;
  /** One for each moment of the chart. */
  readonly values: readonly Value[];
  /** Drawn from the top of these values on: bars that stand on others. */
  readonly on?: readonly Value[] | undefined;
}

export interface ChartData {
  /** ms since 1970, ascending: where each bucket begins, or when each thing happened. */
  readonly at: readonly number[];
  readonly series: readonly ChartSeries[];
  /** How a moment is named: `Mon 29 Mar, 14:00 to 15:00`. */
  readonly when: (index: number) => string;
  /** The address of what is at a moment, where there is one. */
  readonly href?: (index: number) => string | undefined;
}

/** What is usual: a stretch of values behind the lines. */
export interface Band {
  readonly low: number;
  readonly high: number;
  readonly label: string;
}

/** `Mon 29 Mar: 120 runs, 3 failed`: what a screen reader hears, and what stands below the chart. */
export function pointWords({ series, when }: ChartData, index: number): string {
  const said = series.flatMap(({ label, unit, values }) => {
    const value = values[index];
    return value == null ? [] : [`${label.toLowerCase()} ${unit.words(value)}`];
  });
  return `${when(index)}: ${said.length === 0 ? 'nothing known' : said.join(', ')}`;
}

/** Where a key leads; undefined for one that is none of ours. `stops` are moments of note: up and down go from one to the next. */
export function moveCursor(
  key: string,
  index: number | undefined,
  { length, stops }: { readonly length: number; readonly stops: readonly number[] },
): number | undefined {
  const last = length - 1;
  const leap = Math.max(1, Math.round(length / 12));
  // The first key of all shows the newest: it is what people ask about.
  if (index === undefined && /^(Arrow(Left|Right)|Page(Up|Down))$/.test(key)) return last;
  const now = index ?? length;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, now - 1);
    case 'ArrowRight':
      return Math.min(last, now + 1);
    case 'PageUp':
      return Math.max(0, now - leap);
    case 'PageDown':
      return Math.min(last, now + leap);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowUp':
      return stops.findLast((stop) => stop < now) ?? index ?? last;
    case 'ArrowDown':
      return stops.find((stop) => stop > now) ?? index ?? last;
    default:
      return undefined;
  }
}
