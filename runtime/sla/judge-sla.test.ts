import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeSla, type SlaFacts } from './judge-sla.ts';
import { nineOfTen } from './sla-ledger.ts';

const MINUTE = 60_000;
const DEADLINE = Date.UTC(2026, 2, 6, 7);
/** So many minutes before the deadline. */
const before = (minutes: number): number => DEADLINE - minutes * MINUTE;
const judge = (more: Partial<SlaFacts>) =>
  judgeSla({
    now: before(120),
    deadline: DEADLINE,
    from: before(1_440),
    active: [],
    warnMs: 30 * MINUTE,
    ...more,
  });

describe('a deadline to come', () => {
  it('is met by a success, and kept by no later one', () => {
    expect(judge({ succeededAt: before(200) })).toEqual({ state: 'met', why: 'succeeded' });
    expect(judge({ succeededAt: before(-10), now: before(-10) })).toEqual({
      state: 'late',
      why: 'succeeded late',
    });
  });

  it('is broken from its moment on', () =>
    expect(judge({ now: DEADLINE })).toEqual({ state: 'broken', why: 'over' }));

  it('is told so long before as the file says', () => {
    expect(judge({})).toEqual({ state: 'waiting', why: 'time left', lookAt: before(30) });
    expect(judge({ now: before(30) })).toMatchObject({ state: 'at_risk', why: 'close', lookAt: DEADLINE });
  });

  it('is told when a run must start, by what runs took', () => {
    const long = { expectedMs: 90 * MINUTE };
    expect(judge(long)).toEqual({ state: 'waiting', why: 'time left', lookAt: before(90) });
    expect(judge({ ...long, now: before(90) })).toMatchObject({ state: 'at_risk', why: 'must start now' });
  });

  it('is left alone while a run goes that will be in time, and no longer', () => {
    const active = [{ id: 12, startedAt: before(40) }];
    const going = { active, expectedMs: 20 * MINUTE };
    expect(judge({ ...going, now: before(25) })).toEqual({
      state: 'waiting',
      why: 'in time by what runs take',
      lookAt: before(20),
    });
    expect(judge({ ...going, now: before(20) })).toMatchObject({
      state: 'at_risk',
      why: 'longer than usual',
    });
    expect(
      judge({ active: [{ id: 12, startedAt: before(10) }], expectedMs: 20 * MINUTE, now: before(10) }),
    ).toMatchObject({
      state: 'at_risk',
      why: 'too slow',
    });
    // Nothing is known of how long it takes.
    expect(judge({ active, now: before(29) })).toMatchObject({ state: 'at_risk', why: 'close' });
  });

  it('is left alone where the task is due in time, and told where it then does not start', () => {
    const due = { nextDue: before(15), expectedMs: 5 * MINUTE };
    expect(judge({ ...due, now: before(30) })).toEqual({
      state: 'waiting',
      why: 'due in time',
      lookAt: before(14),
    });
    expect(judge({ ...due, nextDue: before(-1_425), now: before(14) })).toMatchObject({
      state: 'at_risk',
      why: 'close',
    });
    expect(judge({ ...due, held: 'it is paused', now: before(30) })).toMatchObject({ state: 'at_risk' });
    expect(judge({ nextDue: before(3), expectedMs: 5 * MINUTE, now: before(30) })).toMatchObject({
      state: 'at_risk',
    });
  });

  it('is told of before it is broken, whatever happens, where nothing succeeds', () => {
    const at = fc.integer({ min: -200, max: 60 });
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 0, max: 180 * MINUTE }), { nil: undefined }),
        fc.integer({ min: 1, max: 120 }),
        fc.option(at, { nil: undefined }),
        fc.option(at, { nil: undefined }),
        (expectedMs, warn, startsAt, due) => {
          let now = before(300);
          const states: string[] = [];
          for (let step = 0; step < 100; step += 1) {
            const started = startsAt === undefined ? undefined : DEADLINE + startsAt * MINUTE;
            const next = due === undefined ? undefined : DEADLINE + due * MINUTE;
            const judgement = judge({
              now,
              warnMs: warn * MINUTE,
              expectedMs,
              active: started !== undefined && started <= now ? [{ id: 1, startedAt: started }] : [],
              ...(next !== undefined && next >= now ? { nextDue: next } : {}),
            });
            states.push(judgement.state);
            if (judgement.state === 'broken') break;
            expect(judgement.lookAt).toBeGreaterThan(now);
            expect(judgement.lookAt).toBeLessThanOrEqual(DEADLINE);
            // A run that starts is an event: it is looked at then, too.
            now =
              started !== undefined && started > now && started < judgement.lookAt!
                ? started
                : judgement.lookAt!;
          }
          expect(states.at(-1)).toBe('broken');
          // Only where it was planned, or went, to the last moment there is no word before.
          const planned = due !== undefined && due + 1 >= 0 && due < 0 && (expectedMs ?? 0) <= -due * MINUTE;
          const goes =
            startsAt !== undefined &&
            startsAt < 0 &&
            expectedMs !== undefined &&
            startsAt * MINUTE + expectedMs <= 0;
          if (!planned && !(goes && startsAt * MINUTE + expectedMs > -1)) expect(states).toContain('at_risk');
        },
      ),
    );
  });
});

describe('what runs take', () => {
  it('is what nine of ten took at most; of too few nothing is known', () => {
    expect(nineOfTen([5, 9])).toBeUndefined();
    expect(nineOfTen([1, 2, 3])).toBe(3);
    expect(nineOfTen([10, 1, 2, 3, 4, 5, 6, 7, 8, 9_000])).toBe(10);
  });
});
