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

type Library = Pick<typeof Watcher, 'subscribe' | 'writeSnapshot' | 'getEventsSince'>;

/**
 * FSEvents on macOS, inotify on Linux. The library is loaded when it is first needed: it is no JavaScript. It does one thing after
 * another in any case, by a lock; each that waited for that would keep one of libuv's four threads, which the whole process shares,
 * and a drive that does not answer would keep all of them. So they wait here.
 */
export function createFolderEvents(
  open: () => Promise<Library> = () => import('@parcel/watcher').then((module) => module.default ?? module),
): FolderEvents {
  let library: Promise<Library> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const load = () => (library ??= open());
  const next = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    async listen(folder, onPaths, onLost) {
      const { subscribe } = await load();
      const subscription = await next(() =>
        subscribe(
          folder,
          (error, events) => {
            if (error) onLost(error);
            else onPaths(events.map(({ path }) => path));
          },
          { ignore: IGNORED },
        ),
      );
      return () => next(() => subscription.unsubscribe());
    },
    async writeSnapshot(folder, file) {
      const { writeSnapshot } = await load();
      await next(() => writeSnapshot(folder, file, { ignore: IGNORED }));
    },
    async since(folder, file) {
      // On macOS the library takes a snapshot that is gone for one since which nothing happened.
      await access(file);
      const { getEventsSince } = await load();
      const events = await next(() => getEventsSince(folder, file, { ignore: IGNORED }));
      return events.map(({ path }) => path);
    },
  };
}
