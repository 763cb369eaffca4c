/** How far a sync is, in words. */
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import { formatBytes } from '#shared/nouns/size.ts';

const BAR = 24;

/** True while it goes on. */
export function isSyncing({ state }: SyncProgress): boolean {
  return state === 'walking' || state === 'reading';
}

/** One line: `reading 340 of 1700 files, 12.3 MB, 820 files/s, 2 s left`, or how it ended. */
export function progressLine(sync: SyncProgress): string {
  const { state, files, total, bytes, filesPerSecond, secondsLeft, message } = sync;
  if (isSyncing(sync))
    return [
      `${state} ${files} of ${total} files`,
      formatBytes(bytes),
      `${Math.round(filesPerSecond)} files/s`,
      ...(secondsLeft === undefined ? [] : [`${Math.ceil(secondsLeft)} s left`]),
    ].join(', ');
  const { added, changed, removed, skipped, tookMs = 0 } = sync;
  const counts = `${added} added, ${changed} changed, ${removed} removed, ${skipped} not read`;
  const seconds = (tookMs / 1_000).toFixed(2);
  return `${state}: ${files} files in ${seconds} s; ${counts}${message === undefined ? '' : `; ${message}`}`;
}

/** The same with a bar before it, for a terminal. */
export function progressBar(sync: SyncProgress): string {
  const share = sync.total === 0 ? 0 : Math.min(1, sync.files / sync.total);
  const full = Math.round(share * BAR);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${progressLine(sync)}`;
}
