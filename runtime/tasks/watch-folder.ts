/**
 * Tells what changed in a folder, by events.
 *
 * By Node's own watcher: for folders of this size it is enough, and it sleeps until something happens. The native
 * @parcel/watcher polls twice a second on Linux while nothing does (its inotify backend waits with a time-out).
 */
import { watch, type FSWatcher } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Relative names of what may have changed, or undefined: anything may have, look at everything. */
export type OnChanged = (names: readonly string[] | undefined) => void;

export interface FolderWatch {
  close(): Promise<void>;
}

/** More folders than anyone keeps tasks or modules in: beyond it, changes are seen at the next look at everything. */
const MAX_FOLDERS = 256;

/**
 * Watches a folder and everything below it, `node_modules` apart. Events may come more than once; they never stay out.
 * @throws what the system says, where the folder cannot be watched at all
 */
export async function watchFolder(
  folder: string,
  onChanged: OnChanged,
  platform: NodeJS.Platform = process.platform,
): Promise<FolderWatch> {
  // Events carry real paths, also for a folder that was reached through a link (/var on macOS).
  const root = await realpath(folder);
  // macOS watches a whole tree with one stream of events; elsewhere each folder is watched by itself.
  return platform === 'darwin' ? watchAtOnce(root, onChanged) : watchEach(root, onChanged);
}

function watchAtOnce(root: string, onChanged: OnChanged): FolderWatch {
  const watcher = watch(root, { recursive: true }, (_, name) => {
    if (name === null) onChanged(undefined);
    else if (!name.split(sep).includes('node_modules')) onChanged([name]);
  });
  watcher.on('error', () => onChanged(undefined));
  return { close: () => Promise.resolve(watcher.close()) };
}

async function watchEach(root: string, onChanged: OnChanged): Promise<FolderWatch> {
  const watchers = new Map<string, FSWatcher>();
  let closed = false;

  const drop = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = async (folder: string): Promise<void> => {
    if (closed || watchers.has(folder) || watchers.size >= MAX_FOLDERS) return;
    const watcher = watch(folder, (_, name) => {
      if (name === null || name === 'node_modules') return;
      const path = join(folder, name);
      onChanged([relative(root, path)]);
      // It may be a new folder: what is in it already sent no event.
      if (!watchers.has(path)) void addTree(path).then((found) => found && onChanged(undefined));
    });
    watcher.on('error', () => {
      drop(folder);
      onChanged(undefined);
    });
    watchers.set(folder, watcher);
    await addBelow(folder);
  };
  const addBelow = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries) {
      if (entry.isDirectory() && entry.name !== 'node_modules') await addTree(join(folder, entry.name));
    }
  };
  /** @returns whether there is a folder */
  const addTree = async (folder: string): Promise<boolean> => {
    try {
      await readdir(folder);
      await add(folder);
      return true;
    } catch {
      // No folder, or gone again.
      drop(folder);
      return false;
    }
  };

  await add(root);
  return {
    close: () => {
      closed = true;
      for (const folder of watchers.keys()) drop(folder);
      return Promise.resolve();
    },
  };
}
