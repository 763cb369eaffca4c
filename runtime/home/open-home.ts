import { constants, type Stats } from 'node:fs';
import { access, chmod, lstat, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode } from './atomic-file.ts';
import { finishRestore } from './finish-restore.ts';
import { homeLayout, type HomeLayout } from './layout.ts';

export interface HomeOptions {
  /** The user the home must belong to; the one this process runs as where left out. */
  readonly uid?: number;
}

/** What a file manager leaves in a folder that a person would call empty. */
const CLUTTER = new Set(['.DS_Store', '.localized']);

/**
 * Makes the home and its folders where they are absent, for the owner only whatever the umask, and refuses a folder
 * that is not safely ours.
 * @throws LukaError home_foreign, home_loose, home_not_ours, home_unusable, disk_full
 */
export async function openHome(root: string, options: HomeOptions = {}): Promise<HomeLayout> {
  const layout = homeLayout(root);
  try {
    await finishRestore(root);
    await makeRoot(root);
    checkRoot(root, await lstat(root), options);
    await access(root, constants.R_OK | constants.W_OK | constants.X_OK);
    await claim(layout);
    for (const folder of foldersOf(layout)) await makeFolder(folder);
  } catch (error) {
    throw asHomeError(root, error);
  }
  return layout;
}

/**
 * Checks a home without changing anything: what a client does before it believes a file in it.
 * @returns the layout, or undefined where there is no home yet
 * @throws LukaError home_foreign, home_loose, home_not_ours, home_unusable
 */
export async function findHome(root: string, options: HomeOptions = {}): Promise<HomeLayout | undefined> {
  try {
    await finishRestore(root);
    checkRoot(root, await lstat(root), options);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw asHomeError(root, error);
  }
  return homeLayout(root);
}

/**
 * Holds for any folder whose content is trusted because of who owns it: the home, and the socket's folder.
 * @throws LukaError home_foreign, home_loose, home_not_ours
 */
export function checkRoot(root: string, stat: Stats, options: HomeOptions = {}): void {
  if (stat.isSymbolicLink())
    throw new LukaError('home_not_ours', {
      message: `${root} is a symbolic link`,
      remedy: 'set LUKA_HOME to the folder that it points to',
    });
  if (!stat.isDirectory()) throw new LukaError('home_not_ours', { message: `${root} is not a folder` });
  const uid = options.uid ?? process.getuid?.();
  if (uid !== undefined && stat.uid !== uid)
    throw new LukaError('home_foreign', { message: `${root} belongs to user ${stat.uid}, not to ${uid}` });
  if ((stat.mode & 0o077) !== 0)
    throw new LukaError('home_loose', {
      message: `others may read or write ${root} (mode ${(stat.mode & 0o7777).toString(8).padStart(4, '0')})`,
      remedy: `run: chmod 700 '${root}'`,
    });
}

async function makeRoot(root: string): Promise<void> {
  // Whatever stands there already is judged by checkRoot, a dangling link too.
  if (await exists(root)) return;
  await mkdir(root, { recursive: true, mode: 0o700 });
  await chmod(root, 0o700);
}

/** Marks the folder as a Luka home. The marker comes before all else, so that a start that died is taken up again. */
async function claim(layout: HomeLayout): Promise<void> {
  const marked = await exists(layout.marker);
  if (marked) return;
  const strangers = (await readdir(layout.root)).filter((name) => !CLUTTER.has(name));
  // Looked at once more: another start may have marked it in between.
  if (strangers.length > 0 && !(await exists(layout.marker)))
    throw new LukaError('home_not_ours', {
      message: `${layout.root} holds ${strangers.length === 1 ? 'a file' : `${strangers.length} files`} but is no Luka home`,
    });
  const marker = `${JSON.stringify({ created: new Date().toISOString(), version: 1 })}\n`;
  await writeFile(layout.marker, marker, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
  await chmod(layout.marker, 0o600);
}

function foldersOf(layout: HomeLayout): string[] {
  const { queue, releases } = layout;
  return [
    dirname(queue.inbox),
    queue.inbox,
    queue.running,
    queue.done,
    queue.failed,
    layout.tasks,
    layout.modules,
    layout.reports,
    layout.logs,
    layout.scratch,
    dirname(releases.modules),
    releases.modules,
    releases.luka,
  ];
}

async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) await chmod(folder, 0o700);
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'ENOENT')) return false;
      throw error;
    },
  );
}

function asHomeError(root: string, error: unknown): unknown {
  if (error instanceof LukaError || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    return new LukaError('disk_full', {
      message: `the disk is full: ${root} cannot be written`,
      cause: error,
    });
  return new LukaError('home_unusable', {
    message: `the home ${root} cannot be used (${error.message})`,
    cause: error,
  });
}
