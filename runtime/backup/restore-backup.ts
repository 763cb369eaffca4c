/**
 * Puts a backup in the place of a home. The home before is kept beside it. A crash leaves the old home, the new one, or a
 * note from which `finishRestore` ends what was begun: never none.
 */
import { constants } from 'node:fs';
import { copyFile, link, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode, replaceFile, undefinedWhereGone } from '../home/atomic-file.ts';
import { restoreNote, type RestoreNote } from '../home/finish-restore.ts';
import { homeLayout, type HomeLayout } from '../home/layout.ts';
import { takeLock } from '../home/lock.ts';
import { findHome } from '../home/open-home.ts';
import { editFlag } from '../tasks/edit-enabled.ts';
import { relativePath } from './home-parts.ts';
import { MANIFEST, type Manifest } from './manifest.ts';
import { archivesOf } from './own-archives.ts';
import { readBackup } from './read-backup.ts';

export interface Restored {
  readonly manifest: Manifest;
  /** Where the home before is now; absent where there was none. */
  readonly before?: string;
}

/**
 * What was waiting when the backup was made may long be done: the restored home is frozen, until somebody thaws it.
 * @throws LukaError already_running, backup_unreadable, backup_damaged, database_newer, disk_full; nothing is changed then
 */
export async function restoreBackup(root: string, file: string, now: Date): Promise<Restored> {
  const stamp = now.toISOString().replaceAll(/[:.]/g, '-');
  const unpacked = `${root}.restored-${stamp}`;
  try {
    const manifest = await readBackup(file, unpacked);
    if (manifest.kind !== 'backup')
      throw new LukaError('backup_unreadable', {
        message: `${file} is an export, which holds no history`,
        remedy: `run: luka import ${file}`,
      });
    await rm(join(unpacked, MANIFEST));
    await freeze(homeLayout(unpacked));
    return { manifest, ...(await exchange(root, unpacked, `${root}.before-${stamp}`)) };
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

async function exchange(root: string, restored: string, before: string): Promise<{ before?: string }> {
  const home = await findHome(root);
  if (home === undefined) {
    await rename(restored, root);
    return {};
  }
  // Nobody starts in it from here on; the lock goes with the folder that it is in.
  const lock = takeLock(home);
  const note: RestoreNote = { restored, before };
  try {
    await keepArchives(home, restored);
    await replaceFile(restoreNote(root), `${JSON.stringify(note)}\n`);
    await rename(root, before);
    await rename(restored, root).catch(async (error: unknown) => {
      await rename(before, root);
      throw error;
    });
  } finally {
    await rm(restoreNote(root), { force: true });
    lock.release();
  }
  return { before };
}

/**
 * No backup has those before it, so the restored home is given them: whoever removes the home as it was loses none. Links of
 * the same files take no room.
 */
async function keepArchives(home: HomeLayout, restored: string): Promise<void> {
  for (const { file } of await archivesOf(home)) {
    const to = join(restored, relativePath(home.root, file));
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    try {
      await link(file, to);
    } catch (error) {
      // One of backups that held those before them has it already.
      if (hasCode(error, 'EEXIST')) continue;
      // A file system without such links.
      if (!['EPERM', 'ENOTSUP', 'EXDEV', 'EMLINK'].some((code) => hasCode(error, code))) throw error;
      await copyFile(file, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    }
  }
}

async function freeze({ policy }: HomeLayout): Promise<void> {
  const text = (await readFile(policy, 'utf8').catch(undefinedWhereGone)) ?? '';
  const frozen = text.trim() === '' ? 'paused: true\n' : editFlag(text, 'paused', true, false);
  // A policy with errors lets nothing through but what the strictest would: it is left as it is.
  if (frozen !== undefined) await replaceFile(policy, frozen);
}
