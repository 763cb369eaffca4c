/** The trend of a task's durations as one chart: medians of buckets, single runs, and those that were unusual. Pure. */
import type { Span, TrendPoint, TrendRun, UnusualRun, Usual } from '#shared/nouns/insights.ts';
import type { ChartData, ChartSeries, Value } from '../../charts/chart-data.ts';
import { DURATION } from '../../charts/units.ts';
import { isActive, stateLabel, STATE_WORDS } from '../../words/run-state.ts';
import { momentAt, type Range } from '../../words/zone.ts';
import { bucketTime } from './bucket-time.ts';

export interface Trend {
  readonly span: Span;
  readonly points: readonly TrendPoint[];
  readonly runs: readonly TrendRun[];
  readonly usual: Usual;
  readonly unusual: readonly UnusualRun[];
}

export interface TrendChart {
  readonly data: ChartData;
  readonly range: Range;
  /** Places of unusual runs among the moments. */
  readonly stops: readonly number[];
  /** The run at a place, where a single one is there. */
  readonly runAt: readonly (number | undefined)[];
  /** Values are so far apart that a straight scale would show only the largest. */
  readonly log: boolean;
}

/** Times between the largest and the median from which each step of the scale multiplies. */
const FAR_APART = 40;
/** Beyond so many single runs the medians of buckets tell more. */
const MOST_DOTS = 500;

interface Place {
  readonly at: number;
  readonly bucket?: number;
  readonly run?: TrendRun | undefined;
  readonly unusual?: UnusualRun | undefined;
}

export function trendChart({ span, points, runs, unusual }: Trend): TrendChart {
  const time = bucketTime(points, span);
  const inside = (at: number): boolean => at >= time.range.from && at <= time.range.to;
  const odd = new Map(unusual.map((each) => [each.run, each]));
  const dots = runs.length <= MOST_DOTS ? runs.filter(({ state }) => !isActive(state)) : [];
  const places: Place[] = [
    ...points.flatMap((_, bucket) => ({ at: time.at[bucket] ?? 0, bucket })),
    ...dots.map((run) => ({ at: Date.parse(run.at), run, unusual: odd.get(run.run) })),
  ];
  const shown = new Set(dots.map(({ run }) => run));
  for (const each of unusual)
    if (!shown.has(each.run)) places.push({ at: Date.parse(each.at), unusual: each });
  const sorted = places.filter(({ at }) => inside(at)).sort((a, b) => a.at - b.at);

  const of = (say: (place: Place) => Value): readonly Value[] => sorted.map(say);
  const point = ({ bucket }: Place): TrendPoint | undefined =>
    bucket === undefined ? undefined : points[bucket];
  const all: readonly ChartSeries[] = [
    series(
      'Median',
      'accent',
      'line',
      of((place) => point(place)?.medianMs),
    ),
    series(
      '95% below',
      'waiting',
      'dashed',
      of((place) => point(place)?.p95Ms),
    ),
    series(
      'Succeeded',
      'ok',
      'points',
      of(({ run }) => (run && STATE_WORDS[run.state].tone === 'ok' ? run.durationMs : undefined)),
    ),
    series(
      'Failed',
      'failed',
      'crosses',
      of(({ run }) => (run && STATE_WORDS[run.state].tone !== 'ok' ? run.durationMs : undefined)),
    ),
    series(
      'Unusual',
      'failed',
      'marks',
      of(({ unusual: each }) => each?.durationMs),
    ),
  ];
  const values = all.flatMap(({ values: own }) => own.filter((value) => value != null));
  const runAt = sorted.map(({ run, unusual: each }) => run?.run ?? each?.run);
  return {
    data: {
      at: sorted.map(({ at }) => at),
      series: all.filter(({ values: own }) => own.some((value) => value != null)),
      when: (index) => placeWords(sorted[index], time.when, span.tz),
      href: (index) => (runAt[index] === undefined ? undefined : `/runs/${runAt[index]}`),
    },
    range: time.range,
    stops: sorted.flatMap(({ unusual: each }, index) => (each === undefined ? [] : [index])),
    runAt,
    log: isFarApart(values),
  };
}

function series(
  label: string,
  tone: ChartSeries['tone'],
  look: ChartSeries['look'],
  values: readonly Value[],
): ChartSeries {
  return { label, tone, look, values, unit: DURATION };
}

function placeWords(place: Place | undefined, when: (bucket: number) => string, tz: string): string {
  if (place === undefined) return '';
  if (place.bucket !== undefined) return when(place.bucket);
  const run = place.run?.run ?? place.unusual?.run;
  const state = place.run === undefined ? '' : `, ${stateLabel(place.run.state).toLowerCase()}`;
  return `Run #${run}, ${momentAt(place.at, tz)}${state}`;
}

/** A scale of multiples knows no zero. */
function isFarApart(values: readonly number[]): boolean {
  if (values.length < 3 || values.some((value) => value <= 0)) return false;
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 1;
  return (sorted.at(-1) ?? 0) / median > FAR_APART;
}
