/** Tells of changes of the index as events: at the start and the end of a sync, and in between at most twice a second. */
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';

const LEAST_MS = 500;

export class Announcer {
  readonly #options: { store: Store; clock: Clock; onError: (error: unknown) => void };
  #last = -Infinity;
  #next: (() => void) | undefined;
  #data: Record<string, unknown> = {};
  #known: number | undefined;
  #isClosed = false;

  constructor(options: { store: Store; clock: Clock; onError: (error: unknown) => void }) {
    this.#options = options;
  }

  progress({ id, state, files, total, tookMs }: SyncProgress): void {
    const isFirst = this.#known !== id;
    this.#known = id;
    this.#data = { sync: id, state, files, total };
    if (isFirst || tookMs !== undefined) this.#tell();
    else this.#tellSoon();
  }

  changed(source: string): void {
    this.#data = { source, ...this.#data };
    this.#tellSoon();
  }

  close(): void {
    this.#isClosed = true;
    this.#next?.();
  }

  #tellSoon(): void {
    const { clock } = this.#options;
    const wait = this.#last + LEAST_MS - clock.monotonic();
    if (wait <= 0) this.#tell();
    else this.#next ??= clock.after(wait, () => this.#tell());
  }

  #tell(): void {
    const { store, clock, onError } = this.#options;
    if (this.#isClosed) return;
    this.#next?.();
    this.#next = undefined;
    this.#last = clock.monotonic();
    const data = this.#data;
    this.#data = {};
    try {
      store.commit((tx) => tx.emit({ type: 'knowledge.changed', data }));
    } catch (error) {
      onError(error);
    }
  }
}
