/** Makes one file of a home, also while Luka works in it. */
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { create } from 'tar';
import { LukaError } from '#shared/errors/luka-error.ts';
import { VERSION } from '#shared/version.ts';
import { hasCode, undefinedWhereGone } from '../home/atomic-file.ts';
import type { HomeLayout } from '../home/layout.ts';
import { copyFigures, copyLedger } from './copy-ledger.ts';
import { filesBelow, homeParts, relativePath, WORK_FOLDER, type PartsWanted } from './home-parts.ts';
import { FORMAT, MANIFEST, type BackedUpFile, type LeftOut, type Manifest } from './manifest.ts';
import { linkWithin } from './links.ts';
import { isOwnArchive } from './own-archives.ts';

export interface BackupProgress {
  readonly files: number;
  readonly bytes: number;
}

export interface WrittenBackup {
  /** Absolute. */
  readonly file: string;
  /** Of the file. */
  readonly bytes: number;
  readonly manifest: Manifest;
}

export interface BackupOptions extends PartsWanted {
  /** Absolute; must not be there yet. */
  readonly to: string;
  readonly now: Date;
  readonly onProgress?: (progress: BackupProgress) => void;
}

/**
 * Everything is first copied beside the backup, so that what is hashed is what is packed; the file gets its name when it
 * is whole and on the disk. Where that is in the home, neither is part of itself, nor of those that are made later.
 * @throws LukaError backup_exists, backup_ledger, disk_full
 */
export async function writeBackup(layout: HomeLayout, options: BackupOptions): Promise<WrittenBackup> {
  const { to, kind } = options;
  if ((await lstat(to).catch(undefinedWhereGone)) !== undefined)
    throw new LukaError('backup_exists', { message: `${to} is there already` });
  await mkdir(dirname(to), { recursive: true });
  const folder = await mkdtemp(join(dirname(to), WORK_FOLDER));
  try {
    const { copied, leftOut } = await copyParts(layout, folder, options);
    // Before the ledger: what it does not know yet it takes of that, but not the other way round.
    const name = basename(layout.figures);
    const figures = kind === 'backup' ? copyFigures(layout.figures, join(folder, name)) : { copied: false };
    if (figures.copied) copied.push(await describe(folder, name));
    if (figures.damage !== undefined)
      leftOut.push({
        path: name,
        why: `it is damaged (${figures.damage}); Luka makes it anew of the runs in the ledger`,
      });
    const ledger =
      kind === 'backup' ? copyLedger(layout.database, join(folder, ledgerName(layout))) : undefined;
    if (ledger) copied.push(await describe(folder, ledgerName(layout)));
    const manifest: Manifest = {
      format: FORMAT,
      kind,
      version: VERSION,
      at: options.now.toISOString(),
      host: hostname(),
      home: layout.root,
      ...(ledger ? { schema: ledger.schema } : {}),
      counts: {
        tasks: copied.filter(({ path }) => /^tasks\/[^/]+\.ya?ml$|^modules\/[^/]+\.mjs$/.test(path)).length,
        runs: ledger?.runs ?? 0,
        events: ledger?.events ?? 0,
      },
      secrets: options.secrets,
      logs: options.logs,
      files: copied,
      ...(leftOut.length === 0 ? {} : { leftOut }),
    };
    await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
    const bytes = await pack(folder, to, [MANIFEST, ...copied.map(({ path }) => path)]);
    return { file: to, bytes, manifest };
  } catch (error) {
    throw asDiskFull(error, to);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function ledgerName(layout: HomeLayout): string {
  return basename(layout.database);
}

async function copyParts(
  layout: HomeLayout,
  folder: string,
  options: BackupOptions,
): Promise<{ copied: BackedUpFile[]; leftOut: LeftOut[] }> {
  const copied: BackedUpFile[] = [];
  const leftOut: LeftOut[] = [];
  let bytes = 0;
  for (const part of homeParts(layout, options)) {
    for (const file of await filesBelow(part, [options.to, folder])) {
      const one = await copyOne(layout, file, folder);
      if (one === undefined) continue;
      if ('why' in one) {
        leftOut.push(one);
        continue;
      }
      copied.push(one);
      bytes += one.bytes;
      options.onProgress?.({ files: copied.length, bytes });
    }
  }
  return { copied, leftOut };
}

/** @returns undefined for what went meanwhile, which is not part of this moment, and for an archive of Luka's own */
async function copyOne(
  layout: HomeLayout,
  file: string,
  folder: string,
): Promise<BackedUpFile | LeftOut | undefined> {
  if (await isOwnArchive(layout, file)) return undefined;
  const path = relativePath(layout.root, file);
  const copy = join(folder, path);
  await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
  try {
    if ((await lstat(file)).isSymbolicLink()) {
      const target = await readlink(file);
      const link = linkWithin(layout.root, file, target);
      if (link === undefined)
        return { path, why: `it is a link to ${target}, which is not in the home: keep that by itself` };
      await symlink(link, copy);
      return { path, bytes: 0, link };
    }
    await copyFile(file, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await chmod(copy, 0o600);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  return describe(folder, path);
}

async function describe(folder: string, path: string): Promise<BackedUpFile> {
  const file = join(folder, path);
  return { path, bytes: (await lstat(file)).size, sha256: await hashFile(file) };
}

export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** @returns how many bytes it has */
async function pack(folder: string, to: string, paths: readonly string[]): Promise<number> {
  const unfinished = join(folder, '.packed');
  await create({ file: unfinished, cwd: folder, gzip: { level: 6 }, portable: true, mode: 0o600 }, [
    ...paths,
  ]);
  await using handle = await open(unfinished, 'r+');
  await handle.chmod(0o600);
  await handle.sync();
  const { size } = await handle.stat();
  await rename(unfinished, to);
  return size;
}

function asDiskFull(error: unknown, to: string): unknown {
  if (!hasCode(error, 'ENOSPC') && !hasCode(error, 'EDQUOT')) return error;
  return new LukaError('disk_full', { message: `the disk is full: ${to} was not written`, cause: error });
}
