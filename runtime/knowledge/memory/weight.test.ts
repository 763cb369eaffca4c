import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HALF_LIFE_MS, weightOf, type Weighed } from './weight.ts';

const moment = fc.integer({ min: 0, max: 4e12 });
const memory: fc.Arbitrary<Weighed> = fc.record({
  importance: fc.double({ min: 0, max: 1, noNaN: true }),
  pinned: fc.boolean(),
  at: moment,
  uses: fc.nat(100_000),
  usedAt: fc.option(moment, { nil: undefined }),
});

it('is always between 0 and 1', () =>
  fc.assert(
    fc.property(memory, moment, (one, now) => {
      const weight = weightOf(one, now);
      expect(weight).toBeGreaterThanOrEqual(0);
      expect(weight).toBeLessThanOrEqual(1);
    }),
  ));

it('never grows by time alone', () =>
  fc.assert(
    fc.property(memory, moment, fc.integer({ min: 0, max: 1e12 }), (one, now, later) => {
      expect(weightOf(one, now + later)).toBeLessThanOrEqual(weightOf(one, now));
    }),
  ));

it('never shrinks by use, by importance, or by being pinned', () =>
  fc.assert(
    fc.property(
      memory,
      moment,
      fc.nat(50),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (one, now, more, importance) => {
        const weight = weightOf(one, now);
        const used = { ...one, uses: one.uses + more, usedAt: Math.max(one.usedAt ?? 0, now) };
        expect(weightOf(used, now)).toBeGreaterThanOrEqual(weight - 1e-12);
        const heavier = { ...one, importance: Math.max(one.importance, importance) };
        expect(weightOf(heavier, now)).toBeGreaterThanOrEqual(weight - 1e-12);
        expect(weightOf({ ...one, pinned: true }, now)).toBeGreaterThanOrEqual(weight - 1e-12);
      },
    ),
  ));

it('a pinned one stays as it is; another has half its weight after thirty days', () => {
  const one = { importance: 0.8, pinned: false, at: 1_000, uses: 0, usedAt: undefined };
  expect(weightOf(one, 1_000)).toBe(0.8);
  expect(weightOf(one, 1_000 + HALF_LIFE_MS)).toBeCloseTo(0.4);
  expect(weightOf({ ...one, pinned: true }, 1_000 + 100 * HALF_LIFE_MS)).toBe(0.8);
});
