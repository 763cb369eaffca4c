/** Figures as a terminal tells them. */
import { formatDuration } from '#shared/nouns/duration.ts';
import type { InsightRange, RunCounts } from '#shared/nouns/insights.ts';

export const RANGE_WORDS: Readonly<Record<InsightRange, string>> = {
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
  '90d': 'the last 90 days',
  '1y': 'the last year',
};

export function percentText(share: number | null): string {
  if (share === null) return '-';
  // Never 100 % of what failed once.
  const percent = Math.floor(share * 1_000) / 10;
  return `${percent === 100 || percent === 0 ? percent : percent.toFixed(1)} %`;
}

export function msText(ms: number | null): string {
  return ms === null ? '-' : formatDuration(ms);
}

/** `1204 runs, 97.9 % succeeded, 26 failed, 3 cancelled` */
export function countsText({ runs, successRate, failed, cancelled }: RunCounts): string {
  const parts = [`${runs} ${runs === 1 ? 'run' : 'runs'}`];
  if (successRate !== null) parts.push(`${percentText(successRate)} succeeded`);
  if (failed > 0) parts.push(`${failed} failed`);
  if (cancelled > 0) parts.push(`${cancelled} cancelled`);
  return parts.join(', ');
}
