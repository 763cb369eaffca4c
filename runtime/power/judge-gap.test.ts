import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSleep, judgeGap, LATE_MS, SLACK_MS, type Reading } from './judge-gap.ts';

const HOUR = 3_600_000;
const PROMISED = 30_000;
const start: Reading = { wall: Date.UTC(2026, 2, 29), monotonic: 5_000 };
const later = (wall: number, monotonic: number): Reading => ({
  wall: start.wall + wall,
  monotonic: start.monotonic + monotonic,
});

describe('a gap between two looks', () => {
  it.each([
    ['a look in time', later(30_004, 30_000), { kind: 'none' }],
    ['a busy machine', later(36_000, 36_000), { kind: 'none' }],
    ['a Mac that slept', later(8 * HOUR, 8 * HOUR), { kind: 'late', ms: 8 * HOUR - PROMISED }],
    ['Linux that slept, or a clock set forward', later(HOUR + 30_000, 30_000), { kind: 'jump', ms: HOUR }],
    ['a clock set back', later(30_000 - HOUR, 30_000), { kind: 'back', ms: HOUR }],
    ['a time server', later(30_900, 30_000), { kind: 'none' }],
    [
      'put right after a long sleep',
      later(8 * HOUR - 4_000, 8 * HOUR),
      { kind: 'late', ms: 8 * HOUR - PROMISED },
    ],
    ['slept, and set back by more than that', later(-HOUR, 2 * HOUR), { kind: 'back', ms: 3 * HOUR }],
  ])('%s', (_, now, gap) => {
    expect(judgeGap(start, now, PROMISED)).toEqual(gap);
  });

  const wait = fc.integer({ min: 0, max: PROMISED });
  const long = fc.integer({ min: LATE_MS, max: 30 * 24 * HOUR });
  const jitter = fc.integer({ min: 1 - SLACK_MS, max: SLACK_MS - 1 });

  it('is nothing while both clocks go on together, however busy the machine is', () => {
    fc.assert(
      fc.property(wait, fc.integer({ min: 0, max: LATE_MS - 1 }), jitter, (ms, late, off) => {
        const passed = ms + late;
        expect(judgeGap(start, later(passed + off, passed), PROMISED)).toEqual({ kind: 'none' });
      }),
    );
  });

  it('shows every sleep, on systems whose monotonic clock goes on in it and on those where it stops', () => {
    fc.assert(
      fc.property(wait, long, jitter, fc.boolean(), (ms, slept, off, goesOn) => {
        const now = later(ms + slept + off, goesOn ? ms + slept : ms);
        const gap = judgeGap(start, now, PROMISED);
        if (goesOn) {
          // Up to the end of the wait that was planned anyway, it may have been no sleep at all.
          expect(gap.kind).toBe(ms + slept - PROMISED >= LATE_MS ? 'late' : 'none');
        } else if (slept + off >= LATE_MS) expect(gap).toEqual({ kind: 'jump', ms: slept + off });
      }),
    );
  });

  it('shows every clock that was set back by a second or more while timers came in time', () => {
    fc.assert(
      fc.property(wait, fc.integer({ min: SLACK_MS, max: 30 * 24 * HOUR }), (ms, back) => {
        expect(judgeGap(start, later(ms - back, ms), PROMISED)).toEqual({ kind: 'back', ms: back });
      }),
    );
  });

  it('never calls a look that is earlier than the one before anything but a clock set back', () => {
    fc.assert(
      fc.property(fc.nat(30 * 24 * HOUR), fc.integer({ min: SLACK_MS, max: HOUR }), (passed, back) => {
        expect(judgeGap(start, later(-back, passed), PROMISED).kind).toBe('back');
      }),
    );
  });
});

it('only a record of the system makes a clock that was set of a jump', () => {
  const jump = { kind: 'jump', ms: HOUR } as const;
  expect(isSleep(jump, undefined)).toBe(true);
  expect(isSleep(jump, { slept: HOUR })).toBe(true);
  expect(isSleep(jump, 'awake')).toBe(false);
  expect(isSleep(jump, { slept: 60_000 })).toBe(false);
  expect(isSleep({ kind: 'late', ms: HOUR }, 'awake')).toBe(true);
});
