/** One look at a source: what it counts, what ends it, and how it ended. */
import type { SkippedFile } from '#shared/nouns/knowledge.ts';
import type { SyncCount } from './sync-count.ts';

export interface SyncRound {
  readonly count: SyncCount;
  readonly signal: AbortSignal;
  readonly onBatch: () => void;
}

/** How it ended; `absent`: the folder is not there, and nothing was changed. */
export type SyncEnd =
  | { readonly is: 'done' }
  | { readonly is: 'absent'; readonly message: string }
  | { readonly is: 'failing'; readonly message: string };

/** A file or folder that was looked at and not read. */
export interface Skip {
  readonly path: string;
  readonly reason: SkippedFile['reason'];
  readonly message: string;
}
