/** Folders that a job's logs need: made before it is loaded, taken away again where nothing came of it. */
import { mkdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from '../../home/atomic-file.ts';

/** All that are not there, the outermost first. */
export async function missingFolders(folders: readonly string[]): Promise<string[]> {
  const missing = new Set<string>();
  for (const folder of folders) {
    for (let at = folder; !(await isThere(at)) && dirname(at) !== at; at = dirname(at)) missing.add(at);
  }
  return [...missing].sort((a, b) => a.length - b.length);
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => !hasCode(error, 'ENOENT'),
  );
}

/** @param folders the outermost first */
export async function makeFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await mkdir(folder, { recursive: true });
}

/**
 * Those that hold nothing but logs in which nothing is written: what a job had to say is kept.
 * @param logs files that launchd may have made there
 */
export async function removeFolders(folders: readonly string[], logs: readonly string[]): Promise<void> {
  for (const log of logs) {
    if (!folders.includes(dirname(log))) continue;
    const size = await stat(log).then(
      (stats) => stats.size,
      () => undefined,
    );
    if (size === 0) await rm(log, { force: true });
  }
  for (const folder of folders.toReversed()) {
    await rmdir(folder).catch((error: unknown) => {
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].some((code) => hasCode(error, code))) throw error;
    });
  }
}
