/**
 * What happened is not lost to a disk that is full for a while: it is written when there is room again. While Luka stops
 * there is no waiting: the ledger stays as it was, and the next start makes of it what it can.
 */
import type { Clock } from '../clock.ts';

const AGAIN_MS = 2_000;

export class PersistentWrites {
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  /** Each waits to try again: called, it tries at once. */
  readonly #waiting = new Set<() => void>();
  #stopping = false;

  constructor(clock: Clock, onError: (error: unknown) => void) {
    this.#clock = clock;
    this.#onError = onError;
  }

  /** Tries until it is written. @returns false where it was given up */
  async insist(write: () => void): Promise<boolean> {
    for (;;) {
      try {
        write();
        return true;
      } catch (error) {
        this.#onError(error);
        if (this.#stopping) return false;
      }
      await new Promise<void>((resolve) => {
        const go = () => {
          cancel();
          this.#waiting.delete(go);
          resolve();
        };
        const cancel = this.#clock.after(AGAIN_MS, go);
        this.#waiting.add(go);
      });
    }
  }

  /** Each write is tried once more, at once, and no longer. */
  giveUp(): void {
    this.#stopping = true;
    for (const hurry of this.#waiting) hurry();
  }
}
