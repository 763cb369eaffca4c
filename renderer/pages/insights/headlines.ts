/** What a stretch comes to in six figures. Pure. */
import type { InsightSummary } from '#shared/nouns/insights.ts';
import { hoursWords, numberWords } from '../../charts/units.ts';
import {
  countChange,
  durationChange,
  rateWords,
  savedWords,
  shareChange,
  type Change,
} from '../../words/insights.ts';
import { durationWords } from '../../words/time.ts';

export interface Headline {
  readonly name: string;
  readonly value: string;
  readonly change?: Change | undefined;
  /** Whether the change is for the better. */
  readonly verdict: 'good' | 'bad' | 'even';
  readonly note?: string | undefined;
}

const NOTHING: Pick<InsightSummary, 'before' | 'savedBefore'> = {};

/** Whether at least half of the stretch before is remembered: a change against a few days of it would be none. */
export function isComparable({ since, from, to }: InsightSummary['span']): boolean {
  if (since === undefined) return true;
  const start = Date.parse(from);
  return Date.parse(since) <= start - (Date.parse(to) - start) / 2;
}

export function headlines(summary: InsightSummary): readonly Headline[] {
  const { now, saved, waitP95Ms, lateP95Ms } = summary;
  const { before, savedBefore } = isComparable(summary.span) ? summary : NOTHING;
  return [
    headline('Success rate', rateWords(now.successRate), {
      change: shareChange(now.successRate, before?.successRate),
      better: 'up',
      note: now.successRate === null ? 'nothing ended' : undefined,
    }),
    headline('Runs', numberWords(now.runs), { change: countChange(now.runs, before?.runs) }),
    headline('Failed', numberWords(now.failed), {
      change: countChange(now.failed, before?.failed),
      better: 'down',
      note: now.cancelled > 0 ? `${numberWords(now.cancelled)} cancelled` : undefined,
    }),
    headline('Time saved', saved.counted === 0 ? '–' : hoursWords(saved.savedMs), {
      change:
        saved.counted === 0 && (savedBefore?.counted ?? 0) === 0
          ? undefined
          : durationChange(saved.savedMs, savedBefore?.savedMs, hoursWords),
      better: 'up',
      note: savedWords(saved),
    }),
    headline('Waited at most', waitP95Ms === null ? '–' : durationWords(waitP95Ms), {
      note: 'in 95% of the runs',
    }),
    headline('Late at most', lateP95Ms === null ? '–' : durationWords(lateP95Ms), {
      note: 'in 95% of due runs',
    }),
  ];
}

function headline(
  name: string,
  value: string,
  {
    change,
    better,
    note,
  }: { change?: Change | undefined; better?: 'up' | 'down'; note?: string | undefined },
): Headline {
  const verdict =
    better === undefined || change === undefined || change.direction === 'same'
      ? 'even'
      : change.direction === better
        ? 'good'
        : 'bad';
  return { name, value, change, verdict, note };
}
