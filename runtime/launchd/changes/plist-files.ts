/** Plists on the disk, as images of their bytes, mode and owner. */
import { lstat, open, readdir, readFile, rm, stat, unlink } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode, replaceFile } from '../../home/atomic-file.ts';
import { MAX_PLIST_BYTES } from '../plist/read-plist.ts';
import { bytesOf, type FileImage } from './change-plan.ts';

/** A folder whose plists Luka may change, and the domain they are loaded into. */
export interface PlistFolder {
  /** Absolute. */
  readonly path: string;
  /** `gui/501`, `system` */
  readonly domain: string;
}

/**
 * The folder of a plist that may be changed.
 * @throws LukaError agent_read_only where it is elsewhere, no file of its own, or somebody else's
 */
export async function ownFolderOf(
  file: string,
  folders: readonly PlistFolder[],
  person: { readonly uid: number; readonly isRoot: boolean },
): Promise<PlistFolder> {
  const folder = folders.find(({ path }) => path === dirname(file));
  if (!isAbsolute(file) || !file.endsWith('.plist') || !folder) {
    const where = folders.map(({ path }) => path).join(', ');
    throw readOnly(`${file} is no plist in ${where}`);
  }
  const stats = await lstat(file).catch(absent);
  if (stats?.isSymbolicLink())
    throw readOnly(`${file} is a link to another file`, 'change the file that it leads to');
  if (stats && !stats.isFile()) throw readOnly(`${file} is no file`);
  if (stats && stats.uid !== person.uid && !person.isRoot)
    throw readOnly(`${file} belongs to somebody else (uid ${stats.uid})`);
  return folder;
}

function readOnly(message: string, remedy?: string): LukaError {
  return new LukaError('agent_read_only', { message, ...(remedy === undefined ? {} : { remedy }) });
}

/** @returns null where there is none. @throws LukaError agent_read_only for a link or what is too large to be a plist */
export async function readImage(path: string): Promise<FileImage | null> {
  const stats = await lstat(path).catch(absent);
  if (!stats) return null;
  if (!stats.isFile()) throw readOnly(`${path} is no file of its own`);
  if (stats.size > MAX_PLIST_BYTES) throw readOnly(`${path} is too large for a plist`);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw readOnly(`${path} cannot be read (${error instanceof Error ? error.message : String(error)})`);
  });
  return { bytes: bytes.toString('base64'), mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
}

/** Owner of what is put into a folder: the folder's own. */
export async function ownerIn(folder: string): Promise<{ uid: number; gid: number }> {
  const { uid, gid } = await stat(folder);
  return { uid, gid };
}

/** Durable when it resolves. @throws LukaError disk_full; anything else as the system says it */
export async function writeImage(path: string, image: FileImage | null): Promise<void> {
  if (image === null) await unlink(path);
  else {
    const isRoot = process.getuid?.() === 0;
    const owner = isRoot ? { uid: image.uid, gid: image.gid } : undefined;
    await replaceFile(path, bytesOf(image)!, image.mode, owner);
  }
  await using folder = await open(dirname(path));
  await folder.sync();
}

/** What a write leaves beside the file where Luka ends in the middle of it. */
export async function removeLeftovers(path: string): Promise<void> {
  const names = await readdir(dirname(path)).catch(absent);
  for (const name of names ?? []) {
    const rest = name.startsWith(basename(path)) ? name.slice(basename(path).length) : '';
    if (/^\.\d+\.[0-9a-f]{12}\.tmp$/.test(rest)) await rm(join(dirname(path), name), { force: true });
  }
}

function absent(error: unknown): undefined {
  if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined;
  throw error;
}
