import { describe, expect, it } from 'vitest';
import { assessWork } from './assess-work.ts';
import { DANGEROUS } from './fixtures/dangerous.ts';
import { HONEST } from './fixtures/honest.ts';
import { scoreOf } from './score.ts';
import { readerOf, shellStep, workOf } from './testing.ts';

const ASKS_FROM = 40;

describe('dangerous lines', () => {
  it('are many', () => {
    expect(DANGEROUS.length).toBeGreaterThan(150);
    expect(new Set(DANGEROUS.map(({ line }) => line)).size).toBe(DANGEROUS.length);
  });

  it.each(DANGEROUS)('$effect: $line', async ({ line, rule, effect }) => {
    const { reasons } = await assessWork(workOf([shellStep(line)]), readerOf());
    const seen = reasons.filter((reason) => reason.rule === rule);
    expect(seen, JSON.stringify(reasons)).not.toHaveLength(0);
    if (effect === 'deny') expect(seen.some((reason) => reason.effect === 'deny')).toBe(true);
    else {
      expect(
        reasons.some((reason) => reason.effect === 'deny'),
        JSON.stringify(reasons),
      ).toBe(false);
      expect(reasons.some((reason) => reason.effect === 'ask') || scoreOf(reasons) >= ASKS_FROM).toBe(true);
    }
  });
});

describe('honest lines', () => {
  it('are many', () => {
    expect(HONEST.length).toBeGreaterThan(80);
  });

  it.each(HONEST)('%s', async (line) => {
    const { reasons } = await assessWork(workOf([shellStep(line)]), readerOf());
    const score = scoreOf(reasons);
    expect(
      reasons.filter(({ effect }) => effect),
      JSON.stringify(reasons),
    ).toEqual([]);
    expect(score, JSON.stringify(reasons)).toBeLessThan(ASKS_FROM);
  });
});
