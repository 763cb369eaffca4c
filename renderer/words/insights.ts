/** Insights in words. The shared noun carries zod with it, so what the page needs of it is written here; a test ties them. Pure. */
import type { DiskPartName, InsightRange } from '#shared/nouns/insights.ts';
import { shareWords, numberWords } from '../charts/units.ts';
import { durationWords } from './time.ts';
import { shortDay } from './zone.ts';

export const RANGE_WORDS: Readonly<
  Record<InsightRange, { readonly short: string; readonly last: string; readonly before: string }>
> = {
  '24h': { short: '24 h', last: 'the last 24 hours', before: 'the 24 hours before' },
  '7d': { short: '7 days', last: 'the last 7 days', before: 'the 7 days before' },
  '30d': { short: '30 days', last: 'the last 30 days', before: 'the 30 days before' },
  '90d': { short: '90 days', last: 'the last 90 days', before: 'the 90 days before' },
  '1y': { short: 'Year', last: 'the last year', before: 'the year before' },
};

export const DISK_WORDS: Readonly<Record<DiskPartName, string>> = {
  ledger: 'Ledger',
  logs: 'Logs',
  knowledge: 'Knowledge',
  telemetry: 'Telemetry',
};

/** `Sun 29 Mar` of a day, `Sun 29 Mar, 14:00` of an hour. */
export function bucketWords(label: string): string {
  const [day = '', hour] = label.split(' ');
  return hour === undefined ? shortDay(day) : `${shortDay(day)}, ${hour}`;
}

export interface Change {
  readonly words: string;
  readonly direction: 'up' | 'down' | 'same';
}

/** `1.2 points more`: of shares between 0 and 1. */
export function shareChange(now: number | null, before: number | null | undefined): Change | undefined {
  if (now === null || before == null) return undefined;
  const points = Math.round((now - before) * 1_000) / 10;
  return change(points, `${numberWords(Math.abs(points))} point${Math.abs(points) === 1 ? '' : 's'}`);
}

/** `120 more`. */
export function countChange(now: number, before: number | undefined): Change | undefined {
  return before === undefined ? undefined : change(now - before, numberWords(Math.abs(now - before)));
}

/** `2 h 10 min more`. */
export function durationChange(
  now: number | null,
  before: number | null | undefined,
  words: (ms: number) => string = durationWords,
): Change | undefined {
  if (now === null || before == null) return undefined;
  const by = Math.abs(now - before);
  // Less than a hundredth is the same, whatever it is in milliseconds.
  return by <= Math.max(now, before) / 100 ? change(0, '') : change(now - before, words(by));
}

function change(by: number, words: string): Change {
  if (by === 0) return { words: 'as before', direction: 'same' };
  return by > 0 ? { words: `${words} more`, direction: 'up' } : { words: `${words} less`, direction: 'down' };
}

/** `3 of 12 successes`; what stands behind a figure of time saved. */
export function savedWords({ counted, successes }: { counted: number; successes: number }): string {
  if (successes === 0) return 'nothing succeeded';
  if (counted === 0) return 'no task says byHand';
  if (counted === successes) return 'every success counts';
  return `${numberWords(counted)} of ${numberWords(successes)} successes count`;
}

/** `97.4%`, or a dash where there is nothing to divide. */
export function rateWords(rate: number | null): string {
  return rate === null ? '–' : shareWords(rate);
}

/** `1 success`, `12 successes`. */
export function successWords(n: number): string {
  return n === 1 ? '1 success' : `${numberWords(n)} successes`;
}
