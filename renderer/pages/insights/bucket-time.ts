/** Buckets of an answer as places on the time axis of a chart. Pure. */
import type { Span } from '#shared/nouns/insights.ts';
import { bucketWords } from '../../words/insights.ts';
import { addDays, startOfDay, type Range } from '../../words/zone.ts';

const HOUR = 3_600_000;

interface Bucket {
  readonly at: string;
  readonly label: string;
  /** Of the last one where several are put together. */
  readonly lastLabel?: string;
}

export interface BucketTime {
  /** ms since 1970: the middle of each bucket, where its point or bar stands. */
  readonly at: readonly number[];
  readonly range: Range;
  readonly when: (index: number) => string;
}

export function bucketTime(points: readonly Bucket[], { bucket, tz, from, to }: Span): BucketTime {
  const starts = points.map(({ at }) => Date.parse(at));
  const last = points.at(-1);
  const end =
    last === undefined
      ? Date.parse(to)
      : bucket === 'hour'
        ? Date.parse(last.at) + HOUR
        : startOfDay(addDays((last.lastLabel ?? last.label).slice(0, 10), 1), tz);
  return {
    at: starts.map((start, index) => (start + (starts[index + 1] ?? end)) / 2),
    range: { from: starts[0] ?? Date.parse(from), to: end },
    when: (index) => wordsOf(points[index]),
  };
}

/** `Sun 29 Mar`, or `Mon 23 Mar to Sun 29 Mar` where several are put together. */
function wordsOf(bucket: Bucket | undefined): string {
  if (bucket === undefined) return '';
  const { label, lastLabel = label } = bucket;
  return lastLabel === label ? bucketWords(label) : `${bucketWords(label)} to ${bucketWords(lastLabel)}`;
}
