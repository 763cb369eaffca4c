import { describe, expect, it } from 'vitest';
import { CONFINEMENT_LEVELS } from '#shared/nouns/confinement.ts';
import { ASKERS, GateDecision, type RiskReason } from '#shared/nouns/gate.ts';
import {
  actorName,
  actorWords,
  byWords,
  ASKER_WORDS,
  CONFINEMENT_WORDS,
  DECISIONS,
  decisionWords,
  groupReasons,
  riskWords,
  thresholdWords,
} from './risk.ts';

const reason = (rule: string, points: number, effect?: 'ask' | 'deny'): RiskReason => ({
  rule,
  points,
  text: rule,
  ...(effect ? { effect } : {}),
});

describe('the words of the gate', () => {
  it('are there for everything that the gate can say', () => {
    expect(Object.keys(DECISIONS).sort()).toEqual([...GateDecision.options].sort());
    expect(Object.keys(ASKER_WORDS).sort()).toEqual([...ASKERS].sort());
    expect(Object.keys(CONFINEMENT_WORDS)).toEqual([...CONFINEMENT_LEVELS]);
  });

  it.each([
    [0, 'Low', 'quiet'],
    [39, 'Low', 'quiet'],
    [40, 'Medium', 'waiting'],
    [69, 'Medium', 'waiting'],
    [70, 'High', 'failed'],
    [90, 'Severe', 'failed'],
    [100, 'Severe', 'failed'],
  ])('a score of %i is %s', (score, word, tone) => {
    expect(riskWords(score)).toEqual({ word, tone });
  });

  it.each([
    [70, 'asked about from 70 on'],
    [0, 'always asked about'],
    [101, 'never asked about for the score alone'],
  ])('a threshold of %i: %s', (threshold, words) => {
    expect(thresholdWords(threshold)).toBe(words);
  });

  it('say by which approval a run is allowed', () => {
    expect(decisionWords({ decision: 'allow', approval: 12 })).toBe('Allowed by approval 12');
    expect(decisionWords({ decision: 'allow' })).toBe('Allowed');
    expect(decisionWords({ decision: 'ask', approval: 12 })).toBe('Needs approval');
  });
});

describe('groupReasons', () => {
  it('puts denials first and what weighs most at the top of its group', () => {
    const groups = groupReasons([
      reason('small', 5),
      reason('ask', 20, 'ask'),
      reason('big', 60),
      reason('deny', 1, 'deny'),
    ]);
    expect(groups.map(({ group, reasons }) => [group, reasons.map(({ rule }) => rule)])).toEqual([
      ['deny', ['deny']],
      ['ask', ['ask']],
      ['risk', ['big', 'small']],
    ]);
    expect(groupReasons([])).toEqual([]);
  });
});

describe('actorName', () => {
  it('is short', () => {
    expect(actorName({ name: 'person', role: 'person' })).toBe('You');
    expect(actorName({ name: 'luka', role: 'luka' })).toBe('Luka');
    expect(actorName({ name: 'ci', role: 'codex' })).toBe('ci');
  });
});

describe('actorWords', () => {
  it.each([
    [{ name: 'person', role: 'person' }, 'You'],
    [{ name: 'anna', role: 'person' }, 'anna (person)'],
    [{ name: 'ci', role: 'codex' }, 'ci (coding agent)'],
    [{ name: 'gg', role: 'gg' }, 'governance'],
    [{ name: 'luka', role: 'luka' }, 'Luka'],
    [{ name: 'unknown', role: 'nobody' }, 'unknown (nobody known)'],
  ] as const)('%j is %s', (actor, words) => {
    expect(actorWords(actor)).toBe(words);
    expect(byWords(actor)).toBe(words === 'You' ? 'you' : words);
  });
});
