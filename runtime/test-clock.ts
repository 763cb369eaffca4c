/**
 * A clock that a test moves from outside: LUKA_TEST_CLOCK names a file with `{"offsetMs": 3600000}`, and the wall clock is
 * that much ahead. Timers and the monotonic clock go on as they are, as when a person sets the clock.
 */
import { readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { systemClock, type Clock } from './clock.ts';

export class TestClock implements Clock {
  readonly #file: string;
  readonly #listeners = new Set<() => void>();
  #offset = 0;

  constructor(file: string) {
    this.#file = file;
    this.#read();
    // Its folder, for a file that is replaced is another file.
    watch(dirname(file), (_event, name) => {
      if (name === basename(file) && this.#read()) for (const listener of this.#listeners) listener();
    }).unref();
  }

  now(): number {
    return systemClock.now() + this.#offset;
  }

  monotonic(): number {
    return systemClock.monotonic();
  }

  after(ms: number, call: () => void): () => void {
    return systemClock.after(ms, call);
  }

  /** Calls when the clock was moved: no test waits for the next look. */
  onMoved(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** @returns whether it moved */
  #read(): boolean {
    const before = this.#offset;
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
      throw error;
    }
    const { offsetMs } = JSON.parse(text) as { offsetMs?: unknown };
    if (typeof offsetMs !== 'number' || !Number.isFinite(offsetMs))
      throw new TypeError(`${this.#file} has no "offsetMs"`);
    this.#offset = offsetMs;
    return before !== offsetMs;
  }
}

export function testClock(env: NodeJS.ProcessEnv): TestClock | undefined {
  const file = env['LUKA_TEST_CLOCK'];
  return file ? new TestClock(file) : undefined;
}
