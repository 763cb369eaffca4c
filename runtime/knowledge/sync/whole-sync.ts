/** The one sync that goes on: of some sources, which may become more while it does. */
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import { isCorruption } from '../../store/store-errors.ts';
import { SyncCount } from './sync-count.ts';

/** ms between two words on how far it is. */
const TELL_MS = 200;

/** What a sync needs to know of a source. */
export interface SyncedSource {
  readonly id: string;
  readonly order: { readonly slow: boolean };
}

/** Does it alone, after what was to be done before. */
export type InTurn = (work: () => Promise<void>) => Promise<void>;

export interface WholeSyncOptions<Source extends SyncedSource> {
  readonly id: number;
  readonly sources: readonly string[];
  /** One that was removed meanwhile is passed over. */
  readonly sourceOf: (id: string) => Source | undefined;
  /** Waits for its source, and does its work in its turn. */
  readonly syncOne: (source: Source, count: SyncCount, signal: AbortSignal, inTurn: InTurn) => Promise<void>;
  /** After all sources, where anything changed. Takes its time: what is asked for meanwhile is still part of it. */
  readonly onChanged: () => Promise<void>;
  /** At its beginning, and while it goes on. */
  readonly onProgress: (progress: SyncProgress) => void;
}

export class WholeSync<Source extends SyncedSource> {
  readonly #options: WholeSyncOptions<Source>;
  readonly #count: SyncCount;
  readonly #ending = new AbortController();
  readonly #todo: Set<string>;
  readonly #faults: string[] = [];
  readonly #going = new Set<Promise<void>>();
  #turn: Promise<void> = Promise.resolve();
  #isReading = false;

  constructor(options: WholeSyncOptions<Source>) {
    this.#options = options;
    this.#count = new SyncCount(options.id);
    this.#todo = new Set(options.sources);
  }

  get isCancelled(): boolean {
    return this.#ending.signal.aborted;
  }

  /** These become part of it, until `run` has ended and unless it is cancelled. */
  add(sources: readonly string[]): void {
    for (const source of sources) this.#todo.add(source);
    if (this.#isReading) this.#begin();
  }

  cancel(): void {
    this.#ending.abort();
  }

  /**
   * A source that fails does not stop the others.
   * @throws damage of the index, and what `onChanged` throws
   */
  async run(): Promise<void> {
    const { onChanged, onProgress } = this.#options;
    const tell = (): void => onProgress(this.#count.progress());
    const telling = setInterval(tell, TELL_MS);
    tell();
    try {
      for (let told = 0; ;) {
        await this.#syncTodo();
        const { changes } = this.#count;
        if (changes > told) await onChanged();
        told = changes;
        if (this.#todo.size === 0 || this.isCancelled) return;
      }
    } finally {
      clearInterval(telling);
    }
  }

  /** Its last word. */
  end(): SyncProgress {
    const hasFaults = this.#faults.length > 0;
    const end = this.isCancelled ? 'cancelled' : hasFaults ? 'failed' : 'done';
    return this.#count.end(end, hasFaults ? this.#faults.join(', ') : undefined);
  }

  async #syncTodo(): Promise<void> {
    this.#isReading = true;
    try {
      for (this.#begin(); this.#going.size > 0;) await Promise.all(this.#going);
    } finally {
      this.#isReading = false;
    }
  }

  /** All at once: one that waits for its drive keeps none of the others waiting. */
  #begin(): void {
    if (this.isCancelled) return;
    for (const id of this.#todo) {
      this.#todo.delete(id);
      const source = this.#options.sourceOf(id);
      if (!source) continue;
      const one = this.#syncOne(source).finally(() => this.#going.delete(one));
      // Whoever waits for all hears of it; one that came later is not waited for after that.
      one.catch(() => undefined);
      this.#going.add(one);
    }
  }

  async #syncOne(source: Source): Promise<void> {
    // Slow drives are read beside the others; those are read one after another, each with all there is.
    const inTurn: InTurn = (work) => (source.order.slow ? work() : this.#inTurn(work));
    try {
      await this.#options.syncOne(source, this.#count, this.#ending.signal, inTurn);
    } catch (error) {
      if (isCorruption(error)) throw error;
      this.#faults.push(`${source.id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}
