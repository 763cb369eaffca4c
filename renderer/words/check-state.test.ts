import { describe, expect, it } from 'vitest';
import { CheckOutcome, ValidationState, type CheckResult } from '#shared/nouns/check.ts';
import { byNeed, checkCounts, OUTCOME_WORDS, VALIDATION_WORDS } from './check-state.ts';

const check = (index: number, outcome: CheckOutcome): CheckResult => ({
  index,
  kind: 'file',
  name: `check ${index}`,
  level: 'error',
  outcome,
  message: '',
});

describe('checks in words', () => {
  it('has words for every outcome and verdict', () => {
    expect(Object.keys(OUTCOME_WORDS).sort()).toEqual([...CheckOutcome.options].sort());
    expect(Object.keys(VALIDATION_WORDS)).toEqual([...ValidationState.options]);
  });

  it('puts what a human has to look at first', () => {
    const checks = [
      check(0, 'passed'),
      check(1, 'undecided'),
      check(2, 'failed'),
      check(3, 'warning'),
      check(4, 'failed'),
    ];
    expect(byNeed(checks).map(({ index }) => index)).toEqual([2, 4, 1, 3, 0]);
    expect(checkCounts(checks)).toBe('2 failed, 1 for a human, 1 warning, 1 passed');
    expect(checkCounts([])).toBe('no checks');
  });
});
