/** Tells what changed in a folder, by events. The native watcher is loaded only here, because it takes time to load. */
import { watch } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';

/** Relative names of what may have changed, or undefined: anything may have, look at everything. */
export type OnChanged = (names: readonly string[] | undefined) => void;

export interface FolderWatch {
  close(): Promise<void>;
}

/**
 * Watches a folder and everything below it, `node_modules` apart. Events may come more than once and late; they never
 * stay out. Where the native watcher cannot be used, Node's own takes its place.
 * @throws what the system says, where the folder cannot be watched at all
 */
export async function watchFolder(folder: string, onChanged: OnChanged): Promise<FolderWatch> {
  // Events carry real paths, also for a folder that was reached through a link (/var on macOS).
  const root = await realpath(folder);
  try {
    const watcher = await import('@parcel/watcher');
    const subscription = await watcher.subscribe(
      root,
      (error, events) => {
        onChanged(error ? undefined : events.map(({ path }) => relative(root, path)));
      },
      { ignore: ['**/node_modules'] },
    );
    return { close: () => subscription.unsubscribe() };
  } catch {
    return watchWithNode(root, onChanged);
  }
}

export function watchWithNode(root: string, onChanged: OnChanged): FolderWatch {
  const watcher = watch(root, { recursive: true }, (_, name) => {
    if (name === null) onChanged(undefined);
    else if (!name.split(sep).includes('node_modules')) onChanged([name]);
  });
  watcher.on('error', () => onChanged(undefined));
  return {
    close: async () => {
      watcher.close();
    },
  };
}
