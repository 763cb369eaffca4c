import { describe, expect, it } from 'vitest';
import { planDue, type Absent, type Due, type PauseSpan } from './planner.ts';

const MINUTE = 60_000;
const NOW = new Date(2026, 0, 5, 9).getTime();
const at = (minutes: number) => NOW + minutes * MINUTE;

function plan(
  moments: number[],
  more: { absent?: Absent[]; pauses?: PauseSpan[]; older?: Due['older'] } = {},
) {
  const { absent = [], pauses = [], older } = more;
  const { live, held, verdicts } = planDue(
    { moments, ...(older ? { older } : {}) },
    { now: NOW, catchUp: undefined, absent, pauses },
  );
  return {
    live,
    held: held.map(({ due, count }) => [due, count]),
    verdicts: verdicts.map(({ moment, action, code }) => [moment.due, action, code]),
  };
}

describe('planDue', () => {
  it('takes one moment as on time, also a little late', () => {
    expect(plan([NOW])).toEqual({ live: NOW, held: [], verdicts: [] });
    expect(plan([at(-1)])).toMatchObject({ live: at(-1) });
  });

  it('never takes more than the newest as on time: old ones do not fire in a burst', () => {
    expect(plan([at(-0.6), at(-0.3), NOW])).toEqual({
      live: NOW,
      held: [],
      verdicts: [
        [at(-0.6), 'join', 'one_for_all'],
        [at(-0.3), 'join', 'one_for_all'],
      ],
    });
  });

  it('takes what is noticed late as missed although nobody knows why', () => {
    const { verdicts } = planDue(
      { moments: [at(-5)] },
      { now: NOW, catchUp: undefined, absent: [], pauses: [] },
    );
    expect(verdicts).toMatchObject([
      { action: 'run', code: 'after_sleep', reason: 'made up for: it was noticed 5 min after its time' },
    ]);
  });

  it('takes a moment within an absence as missed, however short', () => {
    const absent: Absent[] = [{ kind: 'downtime', from: at(-1), to: NOW }];
    expect(plan([at(-0.5)], { absent })).toEqual({
      live: undefined,
      held: [],
      verdicts: [[at(-0.5), 'run', 'after_downtime']],
    });
    // Luka was there at the very moment the absence began.
    expect(plan([at(-1)], { absent })).toMatchObject({ live: at(-1) });
  });

  it.each([
    ['downtime', 'Luka was not running from 07:00 to 08:55'],
    ['sleep', 'the machine slept from 07:00 to 08:55'],
    ['clock', 'the clock was moved from 07:00 to 08:55'],
    ['fault', "the task's file had errors from 07:00 to 08:55"],
  ] as const)('says why: %s', (kind, words) => {
    const absent: Absent[] = [{ kind, from: at(-120), to: at(-5) }];
    const { verdicts } = planDue(
      { moments: [at(-60)] },
      { now: NOW, catchUp: undefined, absent, pauses: [] },
    );
    expect(verdicts[0]!.reason).toBe(`made up for: ${words}`);
  });

  it('holds what is due in a pause that goes on, and makes up for one that is over', () => {
    const words = 'it was paused from 08:00';
    const open: PauseSpan = { from: at(-60), to: Infinity, words };
    expect(plan([at(-30), at(0)], { pauses: [open] })).toEqual({
      live: undefined,
      held: [
        [at(-30), 1],
        [at(0), 1],
      ],
      verdicts: [],
    });
    const over: PauseSpan = { from: at(-60), to: at(-10), words };
    expect(plan([at(-30), at(-20), at(-0.1)], { pauses: [over] })).toEqual({
      live: at(-0.1),
      held: [],
      verdicts: [
        [at(-30), 'join', 'one_for_all'],
        [at(-20), 'join', 'one_for_all'],
      ],
    });
  });

  it('asks the pause first: what is paused was not missed by a sleep', () => {
    const absent: Absent[] = [{ kind: 'sleep', from: at(-90), to: at(-5) }];
    const pauses: PauseSpan[] = [{ from: at(-60), to: at(-1), words: 'it was paused' }];
    expect(plan([at(-80), at(-30)], { absent, pauses }).verdicts).toEqual([
      [at(-80), 'join', 'one_for_all'],
      [at(-30), 'run', 'after_pause'],
    ]);
  });

  it('never starts what stands for many', () => {
    const older = { from: at(-9_000), to: at(-600), count: 8_000 };
    expect(plan([at(-10)], { older }).verdicts).toEqual([
      [at(-9_000), 'join', 'one_for_all'],
      [at(-10), 'run', 'after_sleep'],
    ]);
  });
});
