/** The file system's events below a folder, also those of the time when nobody listened. */
import { access } from 'node:fs/promises';
import type * as Watcher from '@parcel/watcher';

export interface FolderEvents {
  /**
   * @param onPaths absolute paths that something happened to
   * @param onLost some events may be missing
   * @returns a function that ends it
   * @throws what the system says
   */
  listen(
    folder: string,
    onPaths: (paths: readonly string[]) => void,
    onLost: (error: unknown) => void,
  ): Promise<() => Promise<void>>;
  /** Notes how the folder is now, in a file. */
  writeSnapshot(folder: string, file: string): Promise<void>;
  /** Paths that changed since. @throws where the snapshot cannot be used */
  since(folder: string, file: string): Promise<readonly string[]>;
}

/**
 * Whole trees of these change at once, and nothing in them is read. One expression, of paths below the folder: the library
 * asks it of every file, and globs take it as long as reading the whole folder.
 */
const IGNORED = [/(?:^|[/])(?:node_modules|[.]git)(?:[/]|$)/];

/** FSEvents on macOS, inotify on Linux. The library is loaded when it is first needed: it is no JavaScript. */
export function createFolderEvents(): FolderEvents {
  let library: Promise<typeof Watcher> | undefined;
  const load = () => (library ??= import('@parcel/watcher').then((module) => module.default ?? module));
  return {
    async listen(folder, onPaths, onLost) {
      const { subscribe } = await load();
      const subscription = await subscribe(
        folder,
        (error, events) => {
          if (error) onLost(error);
          else onPaths(events.map(({ path }) => path));
        },
        { ignore: IGNORED },
      );
      return () => subscription.unsubscribe();
    },
    async writeSnapshot(folder, file) {
      const { writeSnapshot } = await load();
      await writeSnapshot(folder, file, { ignore: IGNORED });
    },
    async since(folder, file) {
      // On macOS the library takes a snapshot that is gone for one since which nothing happened.
      await access(file);
      const { getEventsSince } = await load();
      const events = await getEventsSince(folder, file, { ignore: IGNORED });
      return events.map(({ path }) => path);
    },
  };
}
