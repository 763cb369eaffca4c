/** Writes the exports after changes: once for those that come together, and never twice at a time. */
import { writeExports, type ExportsOptions } from '../own/exports.ts';

/** Changes that come together are exported once. */
const WAIT_MS = 2_000;

export class ExportDesk {
  readonly #options: () => ExportsOptions;
  readonly #onError: (error: unknown) => void;
  #waiting: NodeJS.Timeout | undefined;
  #last: Promise<void> = Promise.resolve();

  /** @param options as they are when it is written @param onError of those that nobody waits for */
  constructor(options: () => ExportsOptions, onError: (error: unknown) => void) {
    this.#options = options;
    this.#onError = onError;
  }

  soon(): void {
    this.#waiting ??= setTimeout(() => {
      this.now().catch(this.#onError);
    }, WAIT_MS);
  }

  now(): Promise<void> {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    const options = this.#options();
    const mine = this.#last.then(() => writeExports(options));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Writes what still waits. */
  async close(): Promise<void> {
    if (this.#waiting) await this.now().catch(this.#onError);
    await this.#last;
  }
}
