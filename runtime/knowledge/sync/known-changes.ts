/** Writes what a look found besides files to read: those that went, and those that cannot be looked at. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IndexWriter } from '../index-store/index-writer.ts';
import type { KnownFile, KnownFiles } from './known-files.ts';
import type { Skip, SyncRound } from './sync-round.ts';

const AT_ONCE = 500;

export interface KnownChangesOptions {
  readonly source: string;
  readonly writer: IndexWriter;
  readonly known: KnownFiles;
}

/** A transaction for every few; what is removed when the signal ends it stays removed. */
export async function removeGone(
  gone: readonly (readonly [path: string, file: KnownFile])[],
  { source, writer, known }: KnownChangesOptions,
  { count, signal, onBatch }: SyncRound,
): Promise<void> {
  for (let at = 0; at < gone.length && !signal.aborted; at += AT_ONCE) {
    const part = gone.slice(at, at + AT_ONCE);
    writer.transaction(() => {
      for (const [path, { id }] of part)
        if (id > 0) writer.remove(id);
        else writer.unskip(source, path);
    });
    for (const [path, { id }] of part) {
      known.delete(path);
      if (id > 0) count.removed += 1;
    }
    onBatch();
    await nextTurn();
  }
}

/** What was read before of one that only does not answer is kept. */
export function noteSkips(
  skips: readonly Skip[],
  { source, writer, known }: KnownChangesOptions,
  { count }: SyncRound,
): void {
  if (skips.length === 0) return;
  writer.transaction(() => {
    for (const { path, reason, message } of skips) {
      const before = known.get(path);
      if (before && before.id > 0 && reason !== 'timed-out') writer.remove(before.id);
      if (!before || before.id === 0 || reason !== 'timed-out')
        writer.skip({ source, path, reason, message });
    }
  });
  for (const { path, reason } of skips) {
    const before = known.get(path);
    count.skipped += 1;
    if (before && before.id > 0 && reason === 'timed-out') known.see(before);
    else known.set(path, { id: 0, size: -1, mtime: '' });
  }
}
