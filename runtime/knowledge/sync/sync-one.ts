/** The part of a source in a whole sync: waits for its drive beside the others, and looks at every file in its turn. */
import type { SourceWork } from './source-work.ts';
import type { SyncCount } from './sync-count.ts';
import type { InTurn } from './whole-sync.ts';
import { within } from './within.ts';

export interface SyncOneOptions {
  readonly source: SourceWork;
  readonly count: SyncCount;
  /** Ends it; at once where it only waits. */
  readonly signal: AbortSignal;
  readonly inTurn: InTurn;
  /** After the look at its files. */
  readonly andThen: () => Promise<void>;
}

export async function syncOne({ source, count, signal, inTurn, andThen }: SyncOneOptions): Promise<void> {
  let isAtWork = false;
  const sync = async (): Promise<void> => {
    if (signal.aborted) return;
    isAtWork = true;
    await source.syncAll(count, signal, () => undefined);
    await andThen();
  };
  const one = (async () => {
    await source.next(() => source.listen(signal));
    await inTurn(() => source.next(sync));
  })();
  try {
    await within(one, undefined, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    // What only waits has nothing to bring to an end.
    if (isAtWork) await one;
  }
}
