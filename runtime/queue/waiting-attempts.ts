/** Runs that wait for another attempt, and the one timer for all of them; none while none waits. */
import type { Clock } from '../clock.ts';

/** A timer sleeps when the machine does, and the wall clock may be moved: it is looked at this often. */
const LOOK_MS = 30_000;

interface Wait {
  /** ms since 1970. */
  readonly readyAt: number;
  /** By the monotonic clock: a wall clock that is set back does not make it longer. */
  readonly latest: number;
}

export class WaitingAttempts {
  readonly #clock: Clock;
  readonly #onDue: () => void;
  readonly #waits = new Map<number, Wait>();
  #cancelTimer: (() => void) | undefined;
  /** When the timer fires, by the monotonic clock. */
  #firesAt = Infinity;

  /** @param onDue called when one may have waited long enough */
  constructor(clock: Clock, onDue: () => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** @param readyAt ms since 1970 @param longest ms it waits at most, whatever becomes of the wall clock */
  add(run: number, readyAt: number, longest: number): void {
    const wait = { readyAt, latest: this.#clock.monotonic() + longest };
    this.#waits.set(run, wait);
    this.#armFor(this.#left(wait));
  }

  /** Those that have waited long enough; they stay until they are forgotten. */
  due(): number[] {
    return [...this.#waits].filter(([, wait]) => this.#left(wait) <= 0).map(([run]) => run);
  }

  forget(runs: readonly number[]): void {
    for (const run of runs) this.#waits.delete(run);
  }

  stop(): void {
    this.#waits.clear();
    this.#disarm();
  }

  #left({ readyAt, latest }: Wait): number {
    return Math.min(readyAt - this.#clock.now(), latest - this.#clock.monotonic());
  }

  /** Only ever brings the timer forward: what it finds when it fires says when it is needed next. */
  #armFor(left: number): void {
    const ms = Math.min(Math.max(0, left), LOOK_MS);
    const at = this.#clock.monotonic() + ms;
    if (at >= this.#firesAt) return;
    this.#disarm();
    this.#firesAt = at;
    this.#cancelTimer = this.#clock.after(ms, () => {
      this.#disarm();
      // Asked before: a timer may fire a moment early, and what was not due for `onDue` be due right behind it.
      const early = new Set([...this.#waits].filter(([, wait]) => this.#left(wait) > 0).map(([run]) => run));
      this.#onDue();
      // Those that were due and are still here could not be written down: whoever failed to tries again by himself,
      // and a look now and then makes up for a clock that was set back in between.
      for (const [run, wait] of this.#waits) this.#armFor(early.has(run) ? this.#left(wait) : LOOK_MS);
    });
  }

  #disarm(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#firesAt = Infinity;
  }
}
