/** How much room Luka takes, and how much there is. For a thread that nobody waits for: a folder of logs is large. */
import { lstat, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../home/atomic-file.ts';
import type { WorkerPlaces } from './protocol.ts';
import type { Gauges } from './note/samples.ts';

/** Files and the disk: some system calls. */
export async function measureFiles({ file, ledger, knowledge, home }: WorkerPlaces): Promise<Gauges> {
  const disk = await statfs(home);
  return {
    'size.ledger': await databaseBytes(ledger),
    'size.knowledge': await databaseBytes(knowledge),
    'size.telemetry': await databaseBytes(file),
    'disk.free': disk.bavail * disk.bsize,
    'disk.total': disk.blocks * disk.bsize,
  };
}

/** With its write-ahead log. */
export async function databaseBytes(file: string): Promise<number> {
  return (await bytesAt(file)) + (await bytesAt(`${file}-wal`));
}

async function bytesAt(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}

export interface FolderSize {
  readonly files: number;
  readonly bytes: number;
}

/** Everything below a folder; what goes meanwhile is not counted. */
export async function measureFolder(folder: string, isEnough: () => boolean): Promise<FolderSize> {
  let [files, bytes] = [0, 0];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined && !isEnough(); next = folders.pop()) {
    const entries = await readdir(next, { withFileTypes: true }).catch(noneWhereGone);
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) {
        const size = await lstat(path).then((found) => found.size, zeroWhereGone);
        files += 1;
        bytes += size;
      }
    }
  }
  return { files, bytes };
}

function noneWhereGone(error: unknown): never[] {
  if (hasCode(error, 'ENOENT')) return [];
  throw error;
}

function zeroWhereGone(error: unknown): number {
  if (hasCode(error, 'ENOENT')) return 0;
  throw error;
}
