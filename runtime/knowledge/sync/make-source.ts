/** Puts together what a source needs in the worker. */
import type { DatabaseSync } from 'node:sqlite';
import type { IndexWriter } from '../index-store/index-writer.ts';
import type { HeavyReader } from '../read/apart/heavy-reader.ts';
import type { FolderEvents } from './folder-events.ts';
import { FolderSync, type ReadSizes } from './folder-sync.ts';
import { OWN_SOURCE, type SourceFacts, type SourceOrder } from './messages.ts';
import { SourceWork } from './source-work.ts';
import { WatchedFolder } from './watched-folder.ts';

export interface MakeSourceOptions {
  readonly order: SourceOrder;
  readonly db: DatabaseSync;
  readonly writer: IndexWriter;
  readonly heavy: HeavyReader;
  readonly events: FolderEvents;
  /** Folder of the snapshots. */
  readonly snapshots: string;
  readonly sizes: ReadSizes;
  /** ms that a drive may take for an answer, where others are wanted. */
  readonly limitMs: number | undefined;
  /** On a disk that answers. */
  readonly seemsLocal: boolean;
  /** Documents of Luka's own that are no files. */
  readonly ownDocuments: () => number;
  /** Something happened to these. Resolves with the ms that they were worked on. */
  readonly onPaths: (source: SourceWork, paths: readonly string[]) => Promise<number>;
  /** Only a look at everything can tell. */
  readonly onLost: (source: SourceWork) => void;
  readonly onFacts: (facts: SourceFacts) => void;
  readonly onError: (error: unknown) => void;
}

export function makeSource({
  order,
  db,
  writer,
  heavy,
  events,
  snapshots,
  sizes,
  limitMs,
  seemsLocal,
  ownDocuments,
  onPaths,
  onLost,
  onFacts,
  onError,
}: MakeSourceOptions): SourceWork {
  const isOwn = order.id === OWN_SOURCE;
  const watched = order.events
    ? new WatchedFolder({
        folder: order.folder,
        snapshots,
        name: `${order.id}.snapshot`,
        events,
        onPaths: (paths) => onPaths(source, paths),
        onLost: () => onLost(source),
        onError,
        limitMs,
      })
    : undefined;
  // The system takes its time to follow a large folder: what is known of its files is read beside that.
  // Of another one it is asked first whether it answers at all: all folders wait for the one that the system begins with.
  if (seemsLocal) watched?.listen().catch(() => undefined);
  const source: SourceWork = new SourceWork({
    folder: new FolderSync({
      order,
      db,
      writer,
      heavy,
      batchFiles: sizes.batchFiles,
      wholeBytes: sizes.wholeBytes,
      partUnits: sizes.partUnits,
      limitMs,
      ...(isOwn ? { kind: 'report' } : {}),
    }),
    watched,
    writer,
    others: () => (isOwn ? ownDocuments() : 0),
    onFacts,
  });
  return source;
}
