/**
 * Writes a small file so that a reader sees the old content or the new, never a part, and so that nobody else can
 * read it at any moment, whatever the umask.
 */
import { randomBytes } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';

/**
 * Replaces `file`.
 * @param owner whose it is to be, where that is not the one who writes; only root may say so
 * @throws LukaError disk_full; anything else as the system says it
 */
export async function replaceFile(
  file: string,
  content: string | Uint8Array,
  mode = 0o600,
  owner?: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const temporary = await writeBeside(file, content, mode, owner);
  try {
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Creates `file`, or leaves the one that is there alone.
 * @returns whether it was created
 * @throws LukaError disk_full; anything else as the system says it
 */
export async function createFile(file: string, content: string, mode = 0o600): Promise<boolean> {
  const temporary = await writeBeside(file, content, mode);
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeBeside(
  file: string,
  content: string | Uint8Array,
  mode: number,
  owner?: { readonly uid: number; readonly gid: number },
): Promise<string> {
  const temporary = `${file}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
  const handle = await open(temporary, 'wx', mode);
  try {
    if (owner) await handle.chown(owner.uid, owner.gid);
    await handle.chmod(mode);
    await handle.writeFile(content);
    await handle.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT')) {
      throw new LukaError('disk_full', {
        message: `the disk is full: ${file} was not written`,
        cause: error,
      });
    }
    throw error;
  } finally {
    await handle.close();
  }
  return temporary;
}

/** For `.catch`: what is not there is undefined, everything else stays an error. */
export function undefinedWhereGone(error: unknown): undefined {
  if (hasCode(error, 'ENOENT')) return undefined;
  throw error;
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
