/** Stands for the world in tests of the runtime: a folder, a clock that is moved by hand, an engine of one's own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from './clock.ts';

/** A new folder, removed when the scope that asked for it ends (`await using`). */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'luka-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Time that passes when told to. Timers fire in order of their moment. */
export class ManualClock implements Clock {
  #now: number;
  #monotonic = 0;
  #timers: { at: number; call: () => void }[] = [];

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#monotonic + ms, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** The wait of the earliest timer, ms; undefined where there is none. */
  get nextTimer(): number | undefined {
    const at = this.#timers.reduce((least, timer) => Math.min(least, timer.at), Infinity);
    return at === Infinity ? undefined : at - this.#monotonic;
  }

  /** Lets time pass, timers firing at their moments. */
  advance(ms: number): void {
    const end = this.#monotonic + ms;
    for (;;) {
      const [next] = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now += next.at - this.#monotonic;
      this.#monotonic = next.at;
      next.call();
    }
    this.#now += end - this.#monotonic;
    this.#monotonic = end;
  }

  /** Sets the wall clock without time passing: sleep, a person, a time server. */
  jump(ms: number): void {
    this.#now += ms;
  }
}
