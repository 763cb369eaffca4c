/** Opens a guarded path without following any link on the way: each folder is entered from the one before, which is held. */
import { constants } from 'node:fs';
import { lstat, open, readlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode } from '../../home/atomic-file.ts';
import type { GuardedPath } from './path-guard.ts';
import { invalid, partsOf, quotePath } from './path-text.ts';
import { changed, isSame } from './walk.ts';

/** A folder as a place only (open(2)): it need not be readable. Node does not name it. */
const O_PATH = 0x20_0000;
/** macOS (open(2)): no part of the path may be a link. */
const O_NOFOLLOW_ANY = 0x2000_0000;
const { O_APPEND, O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDWR, O_TRUNC, O_WRONLY } =
  constants;

export interface OpenOptions {
  readonly flags: number;
  readonly mode: number;
  readonly platform: NodeJS.Platform;
}

export async function openInside(guarded: GuardedPath, options: OpenOptions): Promise<FileHandle> {
  const { mode, platform } = options;
  // A pipe must not make us wait; nothing is emptied before it is known what it is, nor made anew where it has gone.
  const without = O_TRUNC | (guarded.exists && (options.flags & O_EXCL) === 0 ? O_CREAT : 0);
  const flags = (options.flags & ~without) | O_NONBLOCK | O_NOFOLLOW;
  if (guarded.real === '/') return open('/', flags);
  const handle =
    platform === 'linux'
      ? await openFrom(guarded, flags, mode)
      : await following(guarded, () =>
          open(guarded.real, flags | (platform === 'darwin' ? O_NOFOLLOW_ANY : 0), mode),
        );
  try {
    await verify(guarded, handle, options);
    if ((options.flags & O_TRUNC) !== 0) await handle.truncate(0);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openFrom(guarded: GuardedPath, flags: number, mode: number): Promise<FileHandle> {
  const folder = await enter(guarded, dirname(guarded.real));
  try {
    return await following(guarded, () => open(inside(folder, basename(guarded.real)), flags, mode));
  } finally {
    await folder.close();
  }
}

/**
 * A hold on the folder, which is on the way to the guarded path, or is it. Linux only.
 * @param step makes a folder that is missing, where that is wanted
 */
export async function enter(
  guarded: GuardedPath,
  path: string,
  step?: (place: string) => Promise<void>,
): Promise<FileHandle> {
  let at = await open('/', O_PATH | O_DIRECTORY);
  let name = '/';
  try {
    for (const part of partsOf(path)) {
      const place = inside(at, part);
      name = join(name, part);
      if (step && isBelow(name, guarded.ancestor.path)) await step(place);
      const next = await following(guarded, () => open(place, O_PATH | O_DIRECTORY | O_NOFOLLOW));
      await at.close();
      at = next;
      if (name === guarded.ancestor.path && !isSame(await at.stat({ bigint: true }), guarded.ancestor))
        throw changed(guarded.real);
    }
    return at;
  } catch (error) {
    await at.close();
    throw error;
  }
}

function isBelow(path: string, folder: string): boolean {
  return path !== folder && (folder === '/' || path.startsWith(`${folder}/`));
}

/** The entry of a folder that is held (proc_pid_fd(5)). */
function inside(folder: FileHandle, name: string): string {
  return `/proc/self/fd/${folder.fd}/${name}`;
}

/** A link where none was, or a file where a folder was. */
async function following<T>(guarded: GuardedPath, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (hasCode(error, 'ELOOP') || hasCode(error, 'ENOTDIR') || hasCode(error, 'EMLINK'))
      throw changed(guarded.real);
    // It was there.
    if (hasCode(error, 'ENOENT') && guarded.exists) throw changed(guarded.real);
    throw error;
  }
}

async function verify(
  guarded: GuardedPath,
  handle: FileHandle,
  { flags, platform }: OpenOptions,
): Promise<void> {
  const stat = await handle.stat({ bigint: true });
  if (guarded.exists && !isSame(stat, guarded.ancestor)) throw changed(guarded.real);
  // Its folder may have been moved away while it was entered.
  if (platform === 'linux') {
    if ((await readlink(`/proc/self/fd/${handle.fd}`)) !== guarded.real) throw changed(guarded.real);
  } else if (!isSame(await lstat(guarded.real, { bigint: true }), stat)) throw changed(guarded.real);
  if ((flags & (O_WRONLY | O_RDWR | O_APPEND | O_CREAT | O_TRUNC)) === 0) {
    if (!stat.isFile() && !stat.isDirectory()) throw invalid(guarded.path, 'is neither a file nor a folder');
    return;
  }
  if (!stat.isFile()) throw invalid(guarded.path, 'is no file');
  if (stat.nlink > 1n && !guarded.hardLinks)
    throw new LukaError('path_outside', {
      message: `${quotePath(guarded.real)} has ${stat.nlink} names (hard links), and the others may be anywhere`,
      remedy: 'replace it by a copy of its own',
    });
}
