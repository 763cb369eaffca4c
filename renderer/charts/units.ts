/** What the numbers of a chart are: how one is said, how an axis is divided. Pure. */
import { durationWords, sizeWords } from '../words/time.ts';

export interface Unit {
  /** `1,204`, `97.4%`, `4 min 05 s`: in the line below a chart and in its table. */
  readonly words: (value: number) => string;
  /** The same at an axis, where it has to be short. */
  readonly tick: (value: number) => string;
  /** Steps an axis may have, where powers of ten would be odd. */
  readonly steps?: readonly number[];
  /** Nothing of this kind is beyond it. */
  readonly most?: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const DURATION_STEPS: readonly number[] = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100].map((n) => n * DAY),
];

const HOUR_STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000].map((n) => n * HOUR),
];

export const COUNT: Unit = {
  words: (value) => numberWords(value),
  tick: (value) => (Number.isInteger(value) ? shortNumber(value) : ''),
};

/** Of a share between 0 and 1. */
export const SHARE: Unit = { words: shareWords, tick: (value) => `${Math.round(value * 100)}%`, most: 1 };

/** Of milliseconds. */
export const DURATION: Unit = { words: durationWords, tick: shortDuration, steps: DURATION_STEPS };

/** Of milliseconds of somebody's time, which has no days of 24 hours. */
export const HOURS: Unit = { words: hoursWords, tick: (ms) => shortHours(ms), steps: HOUR_STEPS };

/** Of bytes. */
export const BYTES: Unit = {
  words: sizeWords,
  tick: (value) => (value === 0 ? '0' : sizeWords(value).replace(/\.0(?= )/, '')),
};

/** `1,204`, and one digit after the point of what is not whole. */
export function numberWords(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 1 });
}

/** `97.4%`. What is not all is never said to be all, and what is not nothing never nothing. */
export function shareWords(share: number): string {
  const percent = share * 100;
  const shown = Math.round(percent * 10) / 10;
  if (shown >= 100 && share < 1) return '99.9%';
  if (shown <= 0 && share > 0) return '0.1%';
  return `${shown.toLocaleString('en-GB', { maximumFractionDigits: 1 })}%`;
}

function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${trim(value / 1e6)}M`;
  return size >= 10_000 ? `${trim(value / 1_000)}k` : value.toLocaleString('en-GB');
}

/** `112 h`, `3 h 20 min`, `45 min`. */
export function hoursWords(ms: number): string {
  if (ms < 10 * HOUR) return durationWords(ms);
  return `${numberWords(Math.round(ms / HOUR))} h`;
}

function shortHours(ms: number): string {
  return ms < HOUR ? shortDuration(ms) : `${trim(ms / HOUR)} h`;
}

/** `250 ms`, `15 s`, `1.5 min`, `6 h`, `2 d`. */
function shortDuration(ms: number): string {
  const size = Math.abs(ms);
  if (size === 0) return '0';
  if (size < SECOND) return `${trim(ms)} ms`;
  if (size < MINUTE) return `${trim(ms / SECOND)} s`;
  if (size < HOUR) return `${trim(ms / MINUTE)} min`;
  return size < 2 * DAY ? `${trim(ms / HOUR)} h` : `${trim(ms / DAY)} d`;
}

function trim(value: number): string {
  return String(Math.round(value * 10) / 10);
}
