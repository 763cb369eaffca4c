import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing.ts';
import type { SleepEvidence } from './sleep-evidence.ts';
import { BEAT_MS, SleepWatch, type SleepAway } from './sleep-watch.ts';

const HOUR = 3_600_000;
const noSleep: SleepEvidence = { sleptSince: () => Promise.resolve(undefined) };
const slept = (from: number, to: number): SleepEvidence => ({
  sleptSince: () => Promise.resolve({ from, to }),
});

/** A clock whose timers can come late by both clocks, as on a Mac that slept. */
class StoppingClock extends ManualClock {
  #stood = 0;
  /** Time passes on both clocks and no timer fires. */
  stand(ms: number): void {
    this.#stood += ms;
    this.jump(ms);
  }
  override monotonic(): number {
    return super.monotonic() + this.#stood;
  }
}

function setUp(evidence?: SleepEvidence) {
  const clock = new StoppingClock();
  const told: (SleepAway | 'back' | number)[] = [];
  const errors: unknown[] = [];
  const watch = new SleepWatch({
    clock,
    evidence,
    onAway: (away) => told.push(away),
    onBack: () => told.push('back'),
    onClockBack: (ms) => told.push(ms),
    onError: (error) => errors.push(error),
  });
  return { clock, watch, told, errors };
}

describe('by the clocks', () => {
  it('a machine that is awake is never away', async () => {
    const { clock, watch, told } = setUp();
    for (const ms of [0, 30_000, 1, 30_000, 35_000, 0, 12_000]) {
      clock.advance(ms);
      await watch.beat();
    }
    expect(told).toEqual([]);
  });

  it('timers that came late are sleep, and say how late', async () => {
    const { clock, watch, told } = setUp();
    await watch.beat();
    const from = clock.now();
    clock.stand(3 * HOUR + BEAT_MS);
    await watch.beat();
    expect(told).toEqual([
      { kind: 'sleep', from, to: clock.now(), source: 'timers came 3 h 00 min late' },
      'back',
    ]);
    await watch.beat();
    expect(told).toHaveLength(2);
  });

  it('a wall clock that jumped is sleep where the system says so, or nobody can say', async () => {
    for (const evidence of [slept(0, HOUR), undefined]) {
      const { clock, watch, told } = setUp(evidence);
      await watch.beat();
      clock.jump(HOUR);
      clock.advance(20_000);
      await watch.beat();
      expect(told).toMatchObject([
        {
          kind: 'sleep',
          source: evidence ? 'the system keeps a record of its sleep' : 'timers came 1 h 00 min late',
        },
        'back',
      ]);
    }
  });

  it('a wall clock that jumped while the machine was awake was set', async () => {
    const { clock, watch, told } = setUp(noSleep);
    await watch.beat();
    const from = clock.now();
    clock.jump(HOUR);
    await watch.beat();
    expect(told).toEqual([
      { kind: 'clock', from, to: from + HOUR, source: 'the clock was set forward by 1 h 00 min' },
    ]);
  });

  it('a clock that was set back is no absence', async () => {
    const { clock, watch, told } = setUp(noSleep);
    await watch.beat();
    clock.jump(-2 * HOUR);
    await watch.beat();
    clock.advance(30_000);
    await watch.beat();
    expect(told).toEqual([2 * HOUR]);
  });

  it('evidence that cannot be had is told as an error, and taken for sleep', async () => {
    const { clock, watch, told, errors } = setUp({
      sleptSince: () => Promise.reject(new Error('no sysctl')),
    });
    await watch.beat();
    clock.jump(HOUR);
    await watch.beat();
    expect(told).toMatchObject([{ kind: 'sleep', source: 'timers came 1 h 00 min late' }, 'back']);
    expect(errors).toMatchObject([{ message: 'no sysctl' }]);
  });

  it('beats by itself: an idle day is no sleep', async () => {
    const { clock, watch, told } = setUp();
    watch.start();
    clock.advance(24 * HOUR);
    await watch.beat();
    expect(told).toEqual([]);
    clock.stand(HOUR);
    clock.advance(BEAT_MS);
    await watch.beat();
    expect(told).toMatchObject([{ kind: 'sleep' }, 'back']);
    watch.stop();
    expect(clock.nextTimer).toBeUndefined();
  });
});

describe('telling', () => {
  it('a second look waits for what the first is finding out', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const { clock, watch, told } = setUp({ sleptSince: () => promise });
    await watch.beat();
    clock.jump(HOUR);
    const first = watch.beat();
    let done = false;
    const second = watch.beat().then(() => {
      done = true;
    });
    await Promise.resolve();
    expect(done).toBe(false);
    resolve(undefined);
    await Promise.all([first, second]);
    expect(told).toMatchObject([{ kind: 'clock' }]);
  });

  it('what could not be noted is told again at the next look, once', async () => {
    const clock = new ManualClock();
    const told: unknown[] = [];
    let full = true;
    let asked = 0;
    const watch = new SleepWatch({
      clock,
      evidence: {
        sleptSince: () => {
          asked += 1;
          return Promise.resolve({ from: 0, to: HOUR });
        },
      },
      onAway: ({ kind }) => {
        if (full) throw new Error('disk full');
        told.push(kind);
      },
      onBack: () => told.push('back'),
      onError: (error) => told.push(error),
    });
    await watch.beat();
    clock.jump(HOUR);
    await expect(watch.beat()).rejects.toThrow('disk full');
    await expect(watch.beat()).rejects.toThrow('disk full');
    full = false;
    await watch.beat();
    await watch.beat();
    expect(told).toEqual(['sleep', 'back']);
    expect(asked).toBe(1);
  });
});

describe('by what the host says', () => {
  it('sleep is from one saying to the other', async () => {
    const { clock, watch, told } = setUp(noSleep);
    await watch.beat();
    clock.advance(10_000);
    await watch.suspended();
    const from = clock.now();
    clock.jump(HOUR);
    await watch.resumed();
    expect(told).toEqual([{ kind: 'sleep', from, to: from + HOUR, source: 'the machine said so' }, 'back']);
    clock.advance(30_000);
    await watch.beat();
    expect(told).toHaveLength(2);
  });

  it('a dark wake in the night parts the sleep and is not the waking', async () => {
    const { clock, watch, told } = setUp(noSleep);
    await watch.beat();
    await watch.suspended();
    const from = clock.now();
    clock.stand(HOUR);
    await watch.beat();
    clock.advance(20_000);
    await watch.beat();
    clock.stand(2 * HOUR);
    await watch.resumed();
    expect(told).toEqual([
      { kind: 'sleep', from, to: from + HOUR, source: 'the machine said so', endedDark: true },
      { kind: 'sleep', from: from + HOUR, to: clock.now(), source: 'the machine said so' },
      'back',
    ]);
  });

  it('a machine that was to sleep and did not is not away, and one that nobody says woke is back after a while', async () => {
    const { clock, watch, told } = setUp(noSleep);
    await watch.beat();
    await watch.suspended();
    watch.start();
    clock.advance(HOUR);
    await watch.beat();
    expect(told).toEqual([]);

    await watch.suspended();
    clock.stand(HOUR);
    clock.advance(HOUR);
    await watch.beat();
    expect(told).toMatchObject([{ kind: 'sleep' }, 'back']);
    watch.stop();
  });

  it('a clock that is earlier after the sleep is told too', async () => {
    const { clock, watch, told } = setUp(noSleep);
    await watch.beat();
    await watch.suspended();
    clock.stand(60_000);
    clock.jump(-2 * HOUR);
    await watch.resumed();
    expect(told).toEqual([2 * HOUR - 60_000, 'back']);
  });

  it('a waking without a falling asleep is a look', async () => {
    const { clock, watch, told } = setUp();
    await watch.beat();
    clock.stand(HOUR);
    await watch.resumed();
    expect(told).toMatchObject([{ kind: 'sleep' }, 'back']);
  });
});

describe('whatever happens', () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ is: fc.constant('awake' as const), ms: fc.integer({ min: 0, max: 30_000 }) }),
    },
    fc.record({
      is: fc.constantFrom('sleep' as const, 'said sleep' as const, 'forward' as const),
      ms: fc.integer({ min: 2 * BEAT_MS, max: 100 * HOUR }),
    }),
    fc.record({ is: fc.constant('back' as const), ms: fc.integer({ min: 1_000, max: 100 * HOUR }) }),
  );

  it.each([
    ['goes on in sleep', true],
    ['stops in sleep', false],
  ])(
    'each absence is told once, in full and for what it was, where the monotonic clock %s',
    async (_, goesOn) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          let record: { from: number; to: number } | undefined;
          const { clock, watch, told } = setUp({
            sleptSince: () => {
              const kept = record;
              record = undefined;
              return Promise.resolve(kept);
            },
          });
          await watch.beat();
          for (const { is, ms } of steps) {
            const from = clock.now();
            told.length = 0;
            if (is === 'awake') clock.advance(ms);
            else if (is === 'forward') clock.jump(ms);
            else if (is === 'back') clock.jump(-ms);
            else {
              if (is === 'said sleep') await watch.suspended();
              if (goesOn) clock.stand(ms);
              else clock.jump(ms);
              if (is === 'sleep') record = { from, to: clock.now() };
            }
            await (is === 'said sleep' ? watch.resumed() : watch.beat());
            const span = { from, to: from + ms };
            if (is === 'awake') expect(told).toEqual([]);
            else if (is === 'back') expect(told).toEqual([ms]);
            else if (is === 'forward') expect(told).toMatchObject([{ kind: 'clock', ...span }]);
            else expect(told).toMatchObject([{ kind: 'sleep', ...span }, 'back']);
          }
        }),
      );
    },
  );
});
