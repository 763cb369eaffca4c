/** Tells when folders that volumes are mounted in change. */
import { watch, type FSWatcher } from 'node:fs';
import type { Clock } from '../clock.ts';

/** The mount point is made first and the volume is mounted then; checking the disk may take it seconds. */
const AGAIN_MS = [1_000, 5_000, 15_000] as const;

/**
 * Calls at each change, and again a little later. A folder that is not there, or cannot be watched, has no events.
 * @returns a function that ends it
 */
export function onFolderEvents(folders: readonly string[], clock: Clock, listener: () => void): () => void {
  const watchers: FSWatcher[] = [];
  let timers: (() => void)[] = [];
  const changed = (): void => {
    for (const cancel of timers) cancel();
    timers = AGAIN_MS.map((ms) => clock.after(ms, listener));
    listener();
  };
  for (const folder of folders) {
    try {
      const watcher = watch(folder, { persistent: false }, changed);
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch {
      // Not there on this machine.
    }
  }
  return () => {
    for (const watcher of watchers) watcher.close();
    for (const cancel of timers) cancel();
  };
}
