/**
 * Archives that Luka made. In a home they are found again, whatever they are called: a backup that
 * held the ones before would double each time, and would give away secrets and logs that it says it has not.
 */
import { lstat, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { undefinedWhereGone } from '../home/atomic-file.ts';
import type { HomeLayout } from '../home/layout.ts';
import { filesBelow } from './home-parts.ts';
import { MANIFEST } from './manifest.ts';

/** Names that `luka backup` gives by itself, in the folder of backups. */
const NAME = /^luka-.*\.tar\.gz$/;
/** The first bytes of an archive: its manifest's head and first lines are in them. */
const HEAD_BYTES = 4_096;
/** A header of tar (POSIX.1-1988 ustar): the name is its first 100 bytes, the content begins after 512. */
const [TAR_NAME, TAR_HEADER] = [100, 512];
const OWN = /^\{\s*"format":\s*\d+,\s*"kind":\s*"(?:backup|export)"/;

/** A name alone is enough in the folder of backups: a damaged one is still nothing for another. */
export async function isOwnArchive(layout: HomeLayout, file: string): Promise<boolean> {
  const stat = await lstat(file).catch(undefinedWhereGone);
  if (stat?.isFile() !== true) return false;
  if (dirname(file) === layout.backups && isArchiveName(basename(file))) return true;
  const head = await headOf(file);
  // RFC 1952: 1f 8b begins a packed file.
  if (head === undefined || head.length < 2 || head.readUInt16BE(0) !== 0x1f8b) return false;
  const tar = unpackedHead(head);
  const name = tar.subarray(0, TAR_NAME).toString('utf8').split('\0', 1)[0];
  return name === MANIFEST && OWN.test(tar.subarray(TAR_HEADER).toString('utf8'));
}

/** Those in the folder of backups, at any depth. */
export async function archivesOf(layout: HomeLayout): Promise<{ file: string; bytes: number }[]> {
  const archives: { file: string; bytes: number }[] = [];
  for (const file of await filesBelow(layout.backups)) {
    if (!(await isOwnArchive(layout, file))) continue;
    const stat = await lstat(file).catch(undefinedWhereGone);
    if (stat !== undefined) archives.push({ file, bytes: stat.size });
  }
  return archives;
}

export function isArchiveName(name: string): boolean {
  return NAME.test(name);
}

/** Undefined for what went meanwhile. */
async function headOf(file: string): Promise<Buffer | undefined> {
  const handle = await open(file).catch(undefinedWhereGone);
  if (handle === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function unpackedHead(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    // Begins like a packed file, and is none.
    return Buffer.alloc(0);
  }
}
