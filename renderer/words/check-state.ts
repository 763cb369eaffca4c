/** Checks and verdicts in words. The shared nouns carry zod with them; a test ties the lists. */
import type { CheckOutcome, CheckResult, ValidationState } from '#shared/nouns/check.ts';
import { count, type Tone } from './run-state.ts';

export const OUTCOME_WORDS: Readonly<Record<CheckOutcome, { label: string; tone: Tone }>> = {
  failed: { label: 'Failed', tone: 'failed' },
  undecided: { label: 'For a human', tone: 'waiting' },
  warning: { label: 'Warning', tone: 'waiting' },
  passed: { label: 'Passed', tone: 'ok' },
};

export const VALIDATION_WORDS: Readonly<Record<ValidationState, { label: string; tone: Tone }>> = {
  waiting: { label: 'Waits for a look', tone: 'waiting' },
  accepted: { label: 'Accepted', tone: 'ok' },
  rejected: { label: 'Rejected', tone: 'failed' },
};

/** What a human has to look at, before what is settled; in the order of the task within each. */
export function byNeed(checks: readonly CheckResult[]): readonly CheckResult[] {
  const order = Object.keys(OUTCOME_WORDS);
  return checks.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome) || a.index - b.index);
}

/** `1 failed, 2 for a human, 5 passed`; `no checks`. */
export function checkCounts(checks: readonly CheckResult[]): string {
  const words = Object.entries(OUTCOME_WORDS).flatMap(([outcome, { label }]) => {
    const n = checks.filter((check) => check.outcome === outcome).length;
    if (n === 0) return [];
    return [outcome === 'warning' ? count(n, 'warning') : `${n} ${label.toLowerCase()}`];
  });
  return words.length === 0 ? 'no checks' : words.join(', ');
}
