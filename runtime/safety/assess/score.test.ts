import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scoreOf } from './score.ts';

const reason = fc.record({ points: fc.double({ min: 0, max: 100, noNaN: true }) });

it('is what is left of a hundred after each took its share', () => {
  expect(scoreOf([])).toBe(0);
  expect(scoreOf([{ points: 40 }])).toBe(40);
  expect(scoreOf([{ points: 50 }, { points: 50 }])).toBe(75);
  expect(scoreOf([{ points: 100 }, { points: 1 }])).toBe(100);
});

it('never goes down with one more reason, whatever their order', () => {
  fc.assert(
    fc.property(fc.array(reason), reason, (reasons, one) => {
      const score = scoreOf(reasons);
      expect(scoreOf([...reasons, one])).toBeGreaterThanOrEqual(score);
      expect(scoreOf(reasons.toReversed())).toBe(score);
      expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
    }),
  );
});
