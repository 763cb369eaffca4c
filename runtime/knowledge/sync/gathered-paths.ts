/**
 * Paths that events told of, handed over together: those of one turn, and those that came while the ones before were at work.
 * Work that takes long is followed by a rest: a large file that grows all the time takes a part of one processor, not all of it.
 */

/** ms of work after which there is a rest, of how many times that, and of how many ms at most. */
const QUICK_MS = 50;
const REST = 3;
const MOST_REST_MS = 30_000;

export class GatheredPaths {
  readonly #hand: (paths: readonly string[]) => Promise<number>;
  readonly #onError: (error: unknown) => void;
  readonly #paths = new Set<string>();
  #soon: NodeJS.Immediate | undefined;
  #resting: NodeJS.Timeout | undefined;
  #isAtWork = false;

  /** @param hand resolves with the ms that it worked for, without those that it waited */
  constructor(hand: (paths: readonly string[]) => Promise<number>, onError: (error: unknown) => void) {
    this.#hand = hand;
    this.#onError = onError;
  }

  /** Nothing waits, and all that was handed over is done. */
  get isEmpty(): boolean {
    return this.#paths.size === 0 && !this.#isAtWork;
  }

  add(paths: readonly string[]): void {
    for (const path of paths) this.#paths.add(path);
    this.#gather();
  }

  /** What still waits is forgotten. */
  close(): void {
    clearImmediate(this.#soon);
    clearTimeout(this.#resting);
    this.#soon = undefined;
    this.#resting = undefined;
    this.#paths.clear();
  }

  #gather(): void {
    if (this.#paths.size === 0 || this.#isAtWork || this.#resting) return;
    this.#soon ??= setImmediate(() => {
      this.#soon = undefined;
      this.#work().catch(this.#onError);
    });
  }

  async #work(): Promise<void> {
    const paths = [...this.#paths];
    this.#paths.clear();
    this.#isAtWork = true;
    try {
      const worked = await this.#hand(paths);
      if (worked > QUICK_MS) this.#rest(Math.min(MOST_REST_MS, worked * REST));
    } finally {
      this.#isAtWork = false;
      this.#gather();
    }
  }

  #rest(ms: number): void {
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      this.#gather();
    }, ms);
    this.#resting.unref();
  }
}
