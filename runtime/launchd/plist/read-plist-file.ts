/** Plists on the disk, as anybody may have put them there: a link, a pipe, a folder by that name, more than is taken. */
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { hasCode } from '../../home/atomic-file.ts';
import { MAX_PLIST_BYTES } from './read-plist.ts';

/** What a path itself is: a symbolic link is not followed. Only a `file` may be written. */
export type PlistFileKind = 'file' | 'link' | 'folder' | 'other' | 'missing';

/** @throws what lstat(2) does, but for a missing file */
export async function plistFileKind(path: string): Promise<PlistFileKind> {
  try {
    const stat = await lstat(path);
    if (stat.isSymbolicLink()) return 'link';
    if (stat.isDirectory()) return 'folder';
    return stat.isFile() ? 'file' : 'other';
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return 'missing';
    throw error;
  }
}

/**
 * At most one byte more than is taken: enough to see that it is too much. A link is followed.
 * @throws what open(2) does, and an Error where it is no file of bytes
 */
export async function readPlistBytes(file: string): Promise<Uint8Array> {
  // A pipe that nobody writes into would be waited for.
  await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const stat = await handle.stat();
  // What is no file of bytes may have no end, or never begin.
  if (!stat.isFile()) throw new Error(stat.isDirectory() ? 'it is a folder' : 'it is no file');
  const buffer = Buffer.allocUnsafe(Math.min(stat.size, MAX_PLIST_BYTES + 1));
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}
