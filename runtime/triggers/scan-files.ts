/** Reads a folder and those below it for files that a pattern means. */
import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
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
  for (let folder = folders.pop(); folder !== undefined && !isOver(); folder = folders.pop()) {
    if (folder !== '') onFolder(folder);
    const read = await readFolder(join(root, folder), folder === from);
    if (!read) continue;
    const within = folder === '' ? '' : `${folder}/`;
    const deeper = folder === '' ? 0 : folder.split('/').length;
    const files: string[] = [];
    for (const entry of read.entries) {
      const path = within + entry.name;
      if (entry.isDirectory()) {
        if (deeper + 1 < pattern.depth && pattern.enters(path)) folders.push(path);
      } else if ((entry.isFile() || entry.isSymbolicLink()) && pattern.matches(path)) files.push(path);
    }
    const found = new Set<string>();
    const results = await mapLimit(files, LOOKS_AT_ONCE, async (path) => {
      const stats = isOver() ? undefined : await stat(join(root, path)).catch(() => undefined);
      if (!stats?.isFile() || isOver()) return true;
      found.add(path);
      return onFile(path, stats, read.cameAt);
    });
    if (results.includes(false)) return;
    if (!isOver()) onFolderDone?.(folder, found);
  }
}

async function readFolder(
  path: string,
  isFirst: boolean,
): Promise<{ entries: Dirent[]; cameAt: number } | undefined> {
  try {
    const [stats, entries] = await Promise.all([stat(path), readdir(path, { withFileTypes: true })]);
    return { entries, cameAt: stats.mtimeMs };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isFirst && code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    return undefined;
  }
}
