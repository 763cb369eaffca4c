/**
 * Events of a folder and of those below it.
 *
 * macOS watches a whole tree with one stream. Elsewhere each folder is watched by itself: Node's own way there takes a
 * watch for every file, of which a system has few, and reads folders while everything else waits.
 */
import { watch, type FSWatcher } from 'node:fs';
import { basename, join } from 'node:path';
import type { LukaError } from '#shared/errors/luka-error.ts';
import { tooManyFolders, watchFailure } from './watch-failure.ts';

const MOST_FOLDERS = 4_096;

export interface TreeListener {
  /** @param path below the root. @param moved it may have come or gone, and may be a folder */
  changed(path: string, moved: boolean): void;
  /** Something happened somewhere: look at everything. */
  unknown(): void;
  /** The root was removed or moved, or something in it that has its name. */
  lost(): void;
  failed(error: LukaError): void;
}

export interface Tree {
  /** There is a folder below the root that may matter. To be called before it is read. */
  follow(folder: string): void;
  /** The folder went. */
  forget(folder: string): void;
  close(): void;
}

/** @throws what the system says, where the root cannot be watched */
export function watchTree(
  root: string,
  deep: boolean,
  platform: NodeJS.Platform,
  listener: TreeListener,
): Tree {
  return platform === 'darwin' ? watchAtOnce(root, deep, listener) : watchEach(root, listener);
}

function watchAtOnce(root: string, recursive: boolean, listener: TreeListener): Tree {
  const watcher = watch(root, { recursive, persistent: false }, (type, path) => {
    if (path === null) listener.unknown();
    else listener.changed(path, type === 'rename');
  });
  watcher.on('error', (error) => listener.failed(watchFailure(root, error)));
  return {
    follow: () => undefined,
    forget: () => undefined,
    close: () => watcher.close(),
  };
}

function watchEach(root: string, listener: TreeListener): Tree {
  const watchers = new Map<string, FSWatcher>();
  let isFull = false;

  const add = (folder: string): void => {
    const path = join(root, folder);
    const watcher = watch(path, { persistent: false }, (type, name) => {
      if (name === null) {
        listener.unknown();
        return;
      }
      const moved = type === 'rename';
      const below = folder === '' ? name : `${folder}/${name}`;
      // Another folder may have the name now: the watch would stay with the one that went.
      if (moved && watchers.has(below)) forget(below);
      listener.changed(below, moved);
      // The root tells by its own name that it was removed or moved.
      if (moved && folder === '' && name === basename(root)) listener.lost();
    });
    watcher.on('error', (error) => {
      forget(folder);
      listener.failed(watchFailure(path, error));
    });
    watchers.set(folder, watcher);
  };
  const forget = (folder: string): void => {
    for (const [path, watcher] of watchers) {
      if (path !== folder && !path.startsWith(`${folder}/`)) continue;
      watcher.close();
      watchers.delete(path);
    }
  };

  add('');
  return {
    follow(folder) {
      if (watchers.has(folder) || isFull) return;
      if (watchers.size >= MOST_FOLDERS) {
        isFull = true;
        listener.failed(tooManyFolders(root, MOST_FOLDERS));
        return;
      }
      try {
        add(folder);
      } catch (error) {
        // Gone again, or not ours to see: then there is nothing in it for us.
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES' || code === 'EPERM') return;
        isFull = true;
        listener.failed(watchFailure(join(root, folder), error));
      }
    },
    forget,
    close() {
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}
