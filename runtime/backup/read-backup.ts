/** Unpacks a backup beside where it is to go, and believes nothing of it that its hashes do not bear out. */
import { lstat, mkdir, readdir, readFile, readlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { extract } from 'tar';
import { LukaError } from '#shared/errors/luka-error.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import { lookAtLedger } from './copy-ledger.ts';
import { undefinedWhereGone } from '../home/atomic-file.ts';
import { relativePath } from './home-parts.ts';
import { isInside, staysInside } from './links.ts';
import { Manifest, MANIFEST, type BackedUpFile } from './manifest.ts';
import { hashFile } from './write-backup.ts';

/**
 * @param folder to unpack into; made, must not be there yet
 * @throws LukaError backup_unreadable, backup_damaged, database_newer
 */
export async function readBackup(file: string, folder: string): Promise<Manifest> {
  if ((await lstat(file).catch(undefinedWhereGone)) === undefined)
    throw new LukaError('backup_unreadable', { message: `there is no file ${file}` });
  // On a new machine even the folder around the home may be missing.
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder, { mode: 0o700 });
  try {
    // Leaves out absolute paths and those that lead out of the folder, and follows no link that it made itself.
    await extract({ file, cwd: folder, strict: true, preserveOwner: false, dmode: 0o700, fmode: 0o600 });
  } catch (cause) {
    throw new LukaError('backup_damaged', {
      message: `${file} cannot be unpacked (${cause instanceof Error ? cause.message : String(cause)})`,
      cause,
    });
  }
  const manifest = await readManifest(join(folder, MANIFEST), file);
  if ((manifest.schema ?? 0) > MIGRATIONS.length)
    throw new LukaError('database_newer', {
      message: `the backup was made by Luka ${manifest.version}; its ledger has version ${manifest.schema}, this Luka knows up to ${MIGRATIONS.length}`,
    });
  for (const one of manifest.files) await check(folder, one);
  await refuseStrangers(folder, manifest);
  if (manifest.kind === 'backup') lookAtLedger(join(folder, 'luka.db'));
  return manifest;
}

async function readManifest(path: string, file: string): Promise<Manifest> {
  const text = await readFile(path, 'utf8').catch(undefinedWhereGone);
  if (text === undefined)
    throw new LukaError('backup_unreadable', {
      message: `${file} was not made by luka backup or luka export`,
    });
  try {
    return Manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new LukaError('backup_unreadable', {
      message: `what ${file} says of itself cannot be read`,
      remedy: 'restore it with the Luka that made it, or a newer one',
      cause,
    });
  }
}

async function check(folder: string, { path, bytes, sha256, link }: BackedUpFile): Promise<void> {
  const damaged = (what: string): LukaError =>
    new LukaError('backup_damaged', { message: `${path} in the backup ${what}` });
  if (!isInside(path)) throw damaged('has a path that leads out of the home');
  const file = join(folder, path);
  const stat = await lstat(file).catch(undefinedWhereGone);
  if (stat === undefined) throw damaged('is missing');
  if (link !== undefined) {
    if (!stat.isSymbolicLink() || (await readlink(file)) !== link)
      throw damaged('is not the link that it was');
    if (!staysInside(path, link)) throw damaged('is a link out of the home');
    return;
  }
  if (!stat.isFile() || stat.size !== bytes) throw damaged('has another size than when it was made');
  if ((await hashFile(file)) !== sha256) throw damaged('has other bytes than when it was made');
}

/** A file that nobody vouches for. */
async function refuseStrangers(folder: string, manifest: Manifest): Promise<void> {
  const known = new Set([MANIFEST, ...manifest.files.map(({ path }) => path)]);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) continue;
    const path = relativePath(folder, join(entry.parentPath, entry.name));
    if (!known.has(path))
      throw new LukaError('backup_damaged', { message: `${path} in the backup is named nowhere in it` });
  }
}
