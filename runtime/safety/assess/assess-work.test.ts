import type { RiskReason } from '#shared/nouns/gate.ts';
import { describe, expect, it } from 'vitest';
import { assessWork } from './assess-work.ts';
import { DANGEROUS } from './fixtures/dangerous.ts';
import { HONEST } from './fixtures/honest.ts';
import { scoreOf } from './score.ts';
import { readerOf, shellStep, workOf } from './testing.ts';

const ASKS_FROM = 40;

async function reasonsOf(line: string): Promise<readonly RiskReason[]> {
  return (await assessWork(workOf([shellStep(line)]), readerOf())).reasons;
}

/** What a gate would make of it for an agent. */
function outcome(reasons: readonly RiskReason[]): 'deny' | 'ask' | 'allow' {
  if (reasons.some(({ effect }) => effect === 'deny')) return 'deny';
  return reasons.some(({ effect }) => effect === 'ask') || scoreOf(reasons) >= ASKS_FROM ? 'ask' : 'allow';
}

describe('dangerous lines', () => {
  it('are many', () => {
    expect(DANGEROUS.length).toBeGreaterThan(150);
    expect(new Set(DANGEROUS.map(({ line }) => line)).size).toBe(DANGEROUS.length);
  });

  it.each(DANGEROUS)('$effect: $line', async ({ line, rule, effect }) => {
    const reasons = await reasonsOf(line);
    expect(reasons.map((reason) => reason.rule)).toContain(rule);
    expect(outcome(reasons)).toBe(effect);
  });
});

describe('honest lines', () => {
  it('are many', () => {
    expect(HONEST.length).toBeGreaterThan(80);
  });

  it.each(HONEST)('%s', async (line) => {
    const reasons = await reasonsOf(line);
    expect(reasons.filter(({ effect }) => effect)).toEqual([]);
    expect(outcome(reasons)).toBe('allow');
  });
});
