import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoff, decide, FRESH, serviceRules, streakAfter, type Life, type ServiceRules } from './decide.ts';

const rules = fc
  .record({
    restart: fc.constantFrom('always' as const, 'on-failure' as const, 'never' as const),
    first: fc.integer({ min: 100, max: 60_000 }),
    more: fc.integer({ min: 0, max: 3_600_000 }),
    stable: fc.integer({ min: 1_000, max: 600_000 }),
  })
  .map(({ more, first, restart, stable }): ServiceRules => ({ restart, first, stable, most: first + more }));
/** Lives one after the other, each with a pause before it. */
const lives = fc
  .array(
    fc.record({
      pause: fc.integer({ min: 0, max: 1_000_000 }),
      lived: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 1_000_000 })),
      end: fc.constantFrom('succeeded' as const, 'failed' as const, 'refused' as const),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((given) => {
    let at = 1_000_000;
    return given.map(({ pause, lived, end }): Life => ({ endedAt: (at += pause + lived), lived, end }));
  });

const after = (given: ServiceRules, ended: readonly Life[]) =>
  ended.reduce((streak, life) => streakAfter(given, streak, life), FRESH);

describe('when a service is started again', () => {
  it('is at once, where it never ran', () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 0 }), (given, now) => {
        expect(decide(given, FRESH, now)).toEqual({ action: 'start' });
      }),
    );
  });

  it('is what counting the early ends from the last one back comes to', () => {
    fc.assert(
      fc.property(rules, lives, fc.integer({ min: 0, max: 4_000_000 }), (given, ended, later) => {
        const last = ended.at(-1)!;
        const now = last.endedAt + later;
        const found = decide(given, after(given, ended), now);
        const rests =
          last.end === 'refused' ||
          given.restart === 'never' ||
          (given.restart === 'on-failure' && last.end === 'succeeded');
        if (rests) {
          expect(found).toEqual({ action: 'rest', well: last.end === 'succeeded' });
          return;
        }
        // Backwards: doubled for each early end that the one before it was followed by.
        let wait = given.first;
        for (let index = ended.length - 1; index > 0 && ended[index]!.lived < given.stable; index -= 1)
          wait = Math.min(given.most, wait * 2);
        const due = last.endedAt + wait;
        expect(found).toEqual(now >= due ? { action: 'start' } : { action: 'wait', until: due });
      }),
      { numRuns: 1_000 },
    );
  });

  it('never keeps anybody waiting longer than the rules say, whatever the clock does', () => {
    fc.assert(
      fc.property(rules, lives, fc.integer({ min: 0, max: 100_000_000 }), (given, ended, now) => {
        const found = decide(given, after(given, ended), now);
        if (found.action !== 'wait') return;
        expect(found.until).toBeGreaterThan(now);
        expect(found.until - now).toBeLessThanOrEqual(given.most);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is waited for longer from end to end, up to the longest wait, however many there were', () => {
    const given = serviceRules({ backoff: { first: 1_000, most: 10_000 } });
    const waits = [1, 2, 3, 4, 5, 6, 10_000].map((failures) => backoff(given, failures));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
  });

  it('is by these rules where nothing is said', () => {
    expect(serviceRules({})).toEqual({ restart: 'always', first: 1_000, most: 300_000, stable: 60_000 });
  });
});
