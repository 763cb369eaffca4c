import { describe, expect, it } from 'vitest';
import { APPROVAL_STATES } from '#shared/nouns/approval.ts';
import { APPROVAL_WORDS, grantWords, isOpen, leftWords } from './approval-state.ts';

const NOW = new Date(2027, 2, 10, 12, 0).getTime();
const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();

describe('approvals in words', () => {
  it('has words for every state', () => {
    expect(Object.keys(APPROVAL_WORDS)).toEqual([...APPROVAL_STATES]);
  });

  it.each([
    [{ state: 'approved', grant: { once: true }, left: 0 }, false, ''],
    [{ state: 'approved', grant: { runs: 5 }, left: 4 }, true, 'still lets 4 runs through'],
    [{ state: 'approved', grant: { runs: 5 }, left: 1 }, true, 'still lets 1 run through'],
    [{ state: 'approved', grant: { runs: 5 }, left: 0 }, false, ''],
    [{ state: 'approved', grant: { until: at(30) } }, true, 'still lets runs through for another 30 min'],
    [{ state: 'approved', grant: { until: at(-1) } }, false, ''],
    [{ state: 'revoked', grant: { runs: 5 }, left: 4 }, false, ''],
    [{ state: 'pending' }, false, ''],
  ] as const)('%j', (approval, open, words) => {
    expect(isOpen(approval, NOW)).toBe(open);
    expect(leftWords(approval, NOW)).toBe(words);
  });

  it.each([
    [undefined, ''],
    [{ once: true }, 'for one run'],
    [{ runs: 1 }, 'for 1 run'],
    [{ runs: 12 }, 'for 12 runs'],
    [{ until: at(-1) }, 'until a time that has passed'],
  ] as const)('a yes %j is %j', (grant, words) => {
    expect(grantWords(grant, NOW)).toBe(words);
  });
});
