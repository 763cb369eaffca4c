import { expect, it } from 'vitest';
import type { Clock } from '../clock.ts';
import { WaitingAttempts } from './waiting-attempts.ts';

/** A clock that goes on by a step at each look, and whose timer fires as early as a test says. */
class FineClock implements Clock {
  step = 0;
  /** By how much the timer of the system is early, ms. */
  early = 0;
  /** How long each timer was armed for. */
  readonly armed: number[] = [];
  #now = 1_000;
  #timer: { at: number; call: () => void } | undefined;

  now(): number {
    return (this.#now += this.step);
  }
  monotonic(): number {
    return (this.#now += this.step);
  }
  after(ms: number, call: () => void): () => void {
    this.armed.push(ms);
    const timer = { at: this.#now + ms, call };
    this.#timer = timer;
    return () => {
      if (this.#timer === timer) this.#timer = undefined;
    };
  }
  get waits(): boolean {
    return this.#timer !== undefined;
  }
  /** Fires the timer that is armed. */
  fire(): void {
    const timer = this.#timer;
    if (timer === undefined) throw new Error('no timer is armed');
    this.#timer = undefined;
    this.#now = Math.max(this.#now, timer.at - this.early);
    timer.call();
  }
}

function waiting() {
  const clock = new FineClock();
  const taken: number[] = [];
  const attempts: WaitingAttempts = new WaitingAttempts(clock, () => {
    const due = attempts.due();
    taken.push(...due);
    attempts.forget(due);
  });
  return { clock, taken, attempts };
}

it('calls when the first is due, then for the next, then no more', () => {
  const { clock, taken, attempts } = waiting();
  attempts.add(1, clock.now() + 500, 500);
  attempts.add(2, clock.now() + 200, 200);
  clock.fire();
  expect(taken).toEqual([2]);
  clock.fire();
  expect([taken, clock.waits]).toEqual([[2, 1], false]);
});

// Not due when it is asked, due when the rest is looked at: it was waited for no more, and its run stayed queued for good.
it.each(Array.from({ length: 20 }, (_, n) => n / 10))(
  'loses none when the timer is 1 ms early and each look takes %f ms',
  (step) => {
    const { clock, taken, attempts } = waiting();
    clock.early = 1;
    clock.step = step;
    attempts.add(1, clock.now() + 200, 200);
    for (let fired = 0; taken.length === 0 && fired < 50; fired += 1) {
      clock.fire();
      clock.early = 0;
    }
    expect(taken).toEqual([1]);
  },
);

it('one that could not be taken is looked at again, and not at once', () => {
  const clock = new FineClock();
  let asked = 0;
  const attempts = new WaitingAttempts(clock, () => {
    asked += 1;
  });
  attempts.add(1, clock.now() + 200, 200);
  clock.fire();
  clock.fire();
  expect([asked, clock.armed]).toEqual([2, [200, 30_000, 30_000]]);
  attempts.stop();
  expect(clock.waits).toBe(false);
});
