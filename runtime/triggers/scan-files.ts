/** Reads a folder and those below it for files that a pattern means. */
import type { Dirent, Stats } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mapLimit } from '../tasks/map-limit.ts';
import type { FilePattern } from './file-pattern.ts';

const LOOKS_AT_ONCE = 16;

export interface ScanOptions {
  readonly root: string;
  /** Where to begin, below the root; '' is the root itself. */
  readonly from: string;
  readonly pattern: FilePattern;
  /** Before a folder below the root is read. */
  readonly onFolder: (folder: string) => void;
  /** @param cameAt when something last came into its folder or went, ms since 1970. @returns false to end it all */
  readonly onFile: (path: string, stats: Stats, cameAt: number) => boolean;
  /** All of a folder was seen. @param found the paths of its files that are meant */
  readonly onFolderDone?: ((folder: string, found: ReadonlySet<string>) => void) | undefined;
  readonly isOver: () => boolean;
}

/** @throws what the system says, where the folder it begins with cannot be read. What vanishes on the way is left out. */
export async function scanFiles(options: ScanOptions): Promise<void> {
  const { root, from, pattern, onFolder, onFile, onFolderDone, isOver } = options;
  const folders = [from];
  let isEnough = false;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (isEnough || isOver()) return;
    if (folder !== '') onFolder(folder);
    const within = folder === '' ? '' : `${folder}/`;
    const depth = within.split('/').length;
    const files: string[] = [];
    const cameAt = await readFolder(join(root, folder), folder === from, (entry) => {
      const path = within + entry.name;
      if (entry.isDirectory()) {
        if (depth < pattern.depth && pattern.enters(path)) folders.push(path);
      } else if ((entry.isFile() || entry.isSymbolicLink()) && pattern.matches(path)) files.push(path);
    });
    if (cameAt === undefined) continue;
    const found = new Set<string>();
    await mapLimit(files, LOOKS_AT_ONCE, async (path) => {
      if (isEnough || isOver()) return;
      const stats = await stat(join(root, path)).catch(() => undefined);
      if (isEnough || isOver() || !stats?.isFile()) return;
      found.add(path);
      isEnough = !onFile(path, stats, cameAt);
    });
    if (!isEnough && !isOver()) onFolderDone?.(folder, found);
  }
}

/**
 * In portions: a folder may hold so many that looking through them at once would keep everything else waiting.
 * @returns when something last came into it or went, ms since 1970; undefined where it is not to be read
 */
async function readFolder(
  path: string,
  isFirst: boolean,
  onEntry: (entry: Dirent) => void,
): Promise<number | undefined> {
  try {
    for await (const entry of await opendir(path, { bufferSize: 256 })) onEntry(entry);
    return (await stat(path)).mtimeMs;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isFirst && code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    return undefined;
  }
}
