/** The sources of the worker: which there are, how one begins and ends, and which have to be looked at again. */
import { OWN_SOURCE, type SourceOrder } from './messages.ts';
import type { SourceWork } from './source-work.ts';

/** Of so many looks for what is absent, one is at what cannot be followed. */
const UNWATCHED_LOOKS = 10;

export interface SourceListOptions {
  readonly make: (order: SourceOrder) => SourceWork;
  /** These changed while nobody listened. */
  readonly onMissed: (source: SourceWork, paths: readonly string[]) => Promise<unknown>;
  /** Only a look at everything can tell. */
  readonly onWanted: (source: SourceWork) => void;
  /** Takes out what the index has of it. */
  readonly drop: (source: string) => Promise<void>;
}

export class SourceList {
  readonly #options: SourceListOptions;
  readonly #sources = new Map<string, SourceWork>();
  #looks = 0;

  constructor(options: SourceListOptions) {
    this.#options = options;
  }

  get(id: string): SourceWork | undefined {
    return this.#sources.get(id);
  }

  /** Follows a source, and brings it to what happened while nobody did. */
  async add(order: SourceOrder, { isNew = false } = {}): Promise<void> {
    const { make, onMissed, onWanted } = this.#options;
    const source = make(order);
    this.#sources.set(order.id, source);
    source.tell();
    await source.next(async () => {
      await source.listen();
      if (isNew) return;
      // Also of what is looked at by the clock or when asked: nobody would ask for what they take to be there.
      if (source.isLost) onWanted(source);
      if (source.isLost || !order.events) return;
      const paths = await source.missed();
      if (paths === undefined) onWanted(source);
      else if (paths.length > 0) await onMissed(source, paths);
    });
  }

  /**
   * Those that are there from now on, besides Luka's own.
   * @returns ids of those that went, with what was read of them, and when those that came are followed or cannot be
   */
  async set(
    orders: readonly SourceOrder[],
  ): Promise<{ readonly gone: string[]; readonly followed: Promise<unknown> }> {
    const wanted = new Set(orders.map(({ id }) => id));
    const gone = [...this.#sources.values()].filter(({ id }) => id !== OWN_SOURCE && !wanted.has(id));
    for (const source of gone) {
      this.#sources.delete(source.id);
      await source.close();
      await this.#options.drop(source.id);
    }
    // Whoever adds one asks for its first sync, too: a second one would go on where that is cancelled.
    const added = orders.filter(({ id }) => !this.#sources.has(id));
    const followed = Promise.all(added.map((order) => this.add(order, { isNew: true })));
    return { gone: gone.map(({ id }) => id), followed };
  }

  /** Those that were removed while nobody looked. @param known all that the index has anything of */
  async dropUnknown(known: readonly string[]): Promise<void> {
    for (const id of known) if (!this.#sources.has(id)) await this.#options.drop(id);
  }

  /** No event tells that a volume is back; and what cannot be followed is looked at now and then. */
  async lookForAbsent(): Promise<void> {
    this.#looks += 1;
    const look = async (source: SourceWork): Promise<void> => {
      if (!source.order.events && !source.isLost) return;
      const isUnheard = source.isUnwatched && this.#looks % UNWATCHED_LOOKS === 0;
      if (isUnheard || (await source.isBack())) this.#options.onWanted(source);
    };
    await Promise.all([...this.#sources.values()].map(look));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sources.values()].map((source) => source.close()));
  }
}
