/** What speaks for or against before anything of the work is looked at: who asks, what they declare, what was before. */
import type { Note } from '../found.ts';
import type { Rule } from './rule.ts';

const DECLARED = { low: 0, medium: 15, high: 55, critical: 75 } as const;

export const declaredRisk: Rule = function* ({ work: { risk, asker } }) {
  const points = DECLARED[risk ?? 'low'];
  if (points === 0) return;
  const asks = (risk === 'high' && asker !== 'person') || risk === 'critical';
  yield {
    rule: 'declared_risk',
    points,
    text: `its author calls its risk ${risk}`,
    ...(asks ? { effect: 'ask' as const } : {}),
  };
};

export const agent: Rule = function* ({ work: { asker } }) {
  if (asker === 'agent') yield { rule: 'agent', points: 10, text: 'an agent asks for it' };
};

export const history: Rule = function* ({ work: { history: before, asker } }): Iterable<Note> {
  if (before.changedSinceApproval)
    yield { rule: 'history', points: 12, text: 'it was changed since it was last approved' };
  else if (before.succeeded === 0 && asker !== 'person')
    yield { rule: 'history', points: 5, text: 'it never ran like this' };
  if (before.failuresInRow >= 3)
    yield {
      rule: 'history',
      points: Math.min(15, 3 * before.failuresInRow),
      text: `it failed ${before.failuresInRow} times in a row`,
    };
};
