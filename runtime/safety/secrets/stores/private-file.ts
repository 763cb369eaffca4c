/** Files that only their owner may read: what others could have read or written is not believed. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { hasCode } from '../../../home/atomic-file.ts';
import { storeUnavailable } from './secret-store.ts';

/**
 * @returns undefined where there is none
 * @throws LukaError secret_store_unavailable for a link, another's, one that others may touch, or one beyond `limit` bytes
 */
export async function readPrivateFile(file: string, limit: number): Promise<Buffer | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(file, flags).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    // Of a link: ELOOP on Linux and macOS (open(2), O_NOFOLLOW).
    const why = hasCode(error, 'ELOOP') ? 'is a symbolic link' : `cannot be read (${String(error)})`;
    throw storeUnavailable(`${file} ${why}`, 'remove it, and store the secret again', error);
  });
  if (!handle) return undefined;
  try {
    const stat = await handle.stat();
    const uid = process.getuid?.();
    if (!stat.isFile()) throw storeUnavailable(`${file} is no file`, 'remove it');
    if (uid !== undefined && stat.uid !== uid)
      throw storeUnavailable(`${file} belongs to user ${stat.uid}`, 'remove it, and store the secret again');
    if ((stat.mode & 0o077) !== 0)
      throw storeUnavailable(
        `others may read or write ${file} (mode ${(stat.mode & 0o777).toString(8).padStart(4, '0')})`,
        `if nobody else was there: chmod 600 '${file}'; else make new secrets of the old ones`,
      );
    if (stat.size > limit)
      throw storeUnavailable(`${file} is damaged: it is too large`, 'restore it from a backup');
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
