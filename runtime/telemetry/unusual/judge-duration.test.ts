import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HISTORY, judgeDuration, LEAST_HISTORY, usualOf } from './judge-duration.ts';

const history = (min = 1, max = 1e8) =>
  fc.array(fc.integer({ min, max }), { minLength: LEAST_HISTORY, maxLength: HISTORY });

describe('what is usual', () => {
  it('is not known of a few', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e8), { maxLength: LEAST_HISTORY - 1 }), (durations) => {
        expect(usualOf(durations)).toBeUndefined();
      }),
    );
  });

  it('holds what repeats: a task that always takes about the same is never unusual within twice and half', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 1e8 }),
        fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), {
          minLength: LEAST_HISTORY,
          maxLength: HISTORY,
        }),
        fc.double({ min: 0.6, max: 1.6, noNaN: true }),
        (base, wobbles, factor) => {
          const usual = usualOf(wobbles.map((wobble) => base * wobble))!;
          expect(judgeDuration(base * factor, usual)).toBeUndefined();
        },
      ),
    );
  });

  it('tells ten times as long, and a tenth, of a steady task of more than a minute', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60_000, max: 1e8 }),
        fc.array(fc.double({ min: 0.8, max: 1.25, noNaN: true }), {
          minLength: LEAST_HISTORY,
          maxLength: HISTORY,
        }),
        (base, wobbles) => {
          const usual = usualOf(wobbles.map((wobble) => base * wobble))!;
          expect(judgeDuration(base * 10, usual)).toBe('slower');
          expect(judgeDuration(base / 10, usual)).toBe('faster');
        },
      ),
    );
  });

  it('is not moved by outliers in the history, as long as they are fewer than a quarter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60_000, max: 1e7 }),
        fc.integer({ min: 12, max: 40 }),
        fc.integer({ min: 20, max: 1_000 }),
        (base, steady, factor) => {
          const outliers = Math.floor(steady / 4);
          const usual = usualOf([
            ...Array.from({ length: steady }, (_, index) => base * (1 + (index % 5) / 50)),
            ...Array.from({ length: outliers }, () => base * factor),
          ])!;
          expect(usual.usualMs).toBeGreaterThanOrEqual(base * 0.9);
          expect(usual.usualMs).toBeLessThanOrEqual(base * 1.2);
          expect(judgeDuration(base * factor, usual)).toBe('slower');
        },
      ),
    );
  });

  it('does not depend on the order, nor on the unit beyond the least that counts', () => {
    fc.assert(
      fc.property(history(100_000), fc.integer({ min: 100_000, max: 1e8 }), (durations, ms) => {
        const usual = usualOf(durations)!;
        expect(usualOf(durations.toReversed())).toEqual(usual);
        const larger = usualOf(durations.map((one) => one * 10))!;
        // One unit of rounding apart at most.
        if (Math.abs(ms - usual.highMs) > 2 && Math.abs(ms - usual.lowMs) > 2)
          expect(judgeDuration(ms * 10, larger)).toBe(judgeDuration(ms, usual));
      }),
    );
  });

  it('is monotone: what is longer than something slow is slow', () => {
    fc.assert(
      fc.property(history(), fc.nat(1e9), fc.nat(1e9), (durations, a, b) => {
        const usual = usualOf(durations)!;
        expect(usual.lowMs).toBeLessThanOrEqual(usual.usualMs);
        expect(usual.highMs).toBeGreaterThanOrEqual(usual.usualMs);
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        if (judgeDuration(less, usual) === 'slower') expect(judgeDuration(more, usual)).toBe('slower');
        if (judgeDuration(more, usual) === 'faster') expect(judgeDuration(less, usual)).toBe('faster');
      }),
    );
  });

  it('has no news of programs that take a moment', () => {
    const usual = usualOf(Array.from({ length: 30 }, () => 40))!;
    expect(judgeDuration(1_500, usual)).toBeUndefined();
    expect(judgeDuration(0, usual)).toBeUndefined();
    expect(judgeDuration(10_000, usual)).toBe('slower');
  });
});
