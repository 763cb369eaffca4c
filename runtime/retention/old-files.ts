/** Files that are older than is kept, or more than is kept: logs of runs, orders that are done, snapshots. */
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, undefinedWhereGone } from '../home/atomic-file.ts';

export interface OldEntry {
  /** A file, or a folder with everything in it. Absolute. */
  readonly path: string;
  /** When it was last written, ms since 1970. */
  readonly at: number;
  readonly bytes: number;
}

export interface RunLogs {
  /** Of runs that are over, the oldest first. */
  readonly done: OldEntry[];
  /** Of runs that go on: being written, so they stay. */
  readonly live: { readonly count: number; readonly bytes: number };
}

/** Folders of runs' logs, each looked at once. */
export async function logFolders(logs: string, isLive: (run: number) => boolean): Promise<RunLogs> {
  const done: OldEntry[] = [];
  let [count, bytes] = [0, 0];
  for (const thousand of await namesIn(logs)) {
    if (!/^\d+$/.test(thousand)) continue;
    for (const run of await namesIn(join(logs, thousand))) {
      if (!/^\d+$/.test(run)) continue;
      const entry = await measure(join(logs, thousand, run));
      if (entry === undefined) continue;
      // Asked after it was measured: one that began meanwhile is not old.
      if (isLive(Number(run))) [count, bytes] = [count + 1, bytes + entry.bytes];
      else done.push(entry);
    }
  }
  return { done: done.toSorted((a, b) => a.at - b.at), live: { count, bytes } };
}

/** Entries of a folder, the oldest first. */
export async function entriesOf(folder: string): Promise<OldEntry[]> {
  const found = await Promise.all((await namesIn(folder)).map((name) => measure(join(folder, name))));
  return found.filter((entry) => entry !== undefined).toSorted((a, b) => a.at - b.at);
}

/**
 * @param before ms since 1970; undefined: no bound of age
 * @param most bytes together; undefined: no bound of size
 * @returns those that go: the old ones, and then the oldest until the rest is small enough
 */
export function chooseOld(
  entries: readonly OldEntry[],
  { before, most }: { before?: number | undefined; most?: number | undefined },
): OldEntry[] {
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const chosen: OldEntry[] = [];
  for (const entry of entries) {
    const isOld = before !== undefined && entry.at < before;
    const isTooMuch = most !== undefined && bytes > most;
    if (!isOld && !isTooMuch) continue;
    chosen.push(entry);
    bytes -= entry.bytes;
  }
  return chosen;
}

export async function removeEntries(entries: readonly OldEntry[]): Promise<void> {
  for (const { path } of entries) await rm(path, { recursive: true, force: true });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return [];
    throw error;
  }
}

/** @returns undefined for what went meanwhile */
async function measure(path: string): Promise<OldEntry | undefined> {
  try {
    const stat = await lstat(path);
    if (!stat.isDirectory()) return { path, at: stat.mtimeMs, bytes: stat.size };
    let [at, bytes] = [0, 0];
    for (const name of await readdir(path)) {
      // Of a log that is going, files come and go.
      const file = await lstat(join(path, name)).catch(undefinedWhereGone);
      if (!file) continue;
      at = Math.max(at, file.mtimeMs);
      bytes += file.size;
    }
    return { path, at: at || stat.mtimeMs, bytes };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
