/**
 * The one guard of every path that is declared, granted or written by somebody else than the person themself. Where a path
 * leads is asked of the file system, and folders are compared by device and inode: names have too many spellings.
 */
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { within } from '../../conditions/bounded.ts';
import { hasCode } from '../../home/atomic-file.ts';
import { makeFolder } from './make-folder.ts';
import { checkMounted } from './mount-points.ts';
import { openInside } from './open-inside.ts';
import { systemPathFs, type PathFs } from './path-fs.ts';
import { absolutePath, invalid, quotePath } from './path-text.ts';
import { changed, isSame, realOf, walk, type Walked } from './walk.ts';

export interface GuardedPath {
  /** As asked. */
  readonly path: string;
  /** Where it leads: no links, as the file system spells it. What is missing keeps the spelling that was asked for. */
  readonly real: string;
  readonly exists: boolean;
  /** The deepest thing on its way that is there; itself where it exists. */
  readonly ancestor: { readonly path: string; readonly dev: bigint; readonly ino: bigint };
  readonly dev?: bigint;
  readonly ino?: bigint;
  /** Its other names were accepted. */
  readonly hardLinks?: true;
}

export interface ResolveOptions {
  /** It is to be written to: a file that has another name elsewhere is refused. */
  readonly write?: boolean;
  /** The other names of a file are known to be harmless. */
  readonly acceptHardLinks?: boolean;
}

export interface PathGuard {
  /** @throws LukaError path_invalid, path_outside, path_unmounted */
  resolve(path: string, options?: ResolveOptions): Promise<GuardedPath>;
  /** To be asked right before use. @throws LukaError path_changed, and whatever `resolve` would say now */
  recheck(guarded: GuardedPath): Promise<void>;
  /**
   * Opens it such that no link that was put in its way meanwhile is followed.
   * @throws LukaError path_changed, path_outside (a hard link, when writing); the system's error (ENOENT, EEXIST, EACCES…)
   */
  openGuarded(guarded: GuardedPath, flags: number, mode?: number): Promise<FileHandle>;
  /** Makes the folder and those that lead to it. @throws LukaError path_changed, path_invalid where a file is there */
  makeGuardedFolder(guarded: GuardedPath, mode?: number): Promise<GuardedPath>;
}

export interface PathGuardOptions {
  readonly personHome: string;
  /** Where relative paths start. */
  readonly cwd?: string | undefined;
  /** Paths must lie in one of these folders, written in the same ways as paths. */
  readonly roots: readonly string[];
  readonly platform?: NodeJS.Platform;
  readonly fs?: PathFs;
}

/** A server that is gone answers no question about its share. */
const PATIENCE_MS = 5_000;

/** What the system says of something that was a moment ago what it is no more: gone, no link, no folder, a link. */
const SWAPPED = ['ENOENT', 'EINVAL', 'ENOTDIR', 'ELOOP'];

export function createPathGuard(options: PathGuardOptions): PathGuard {
  const { personHome, cwd, roots, platform = process.platform, fs = systemPathFs } = options;

  const absolute = (path: string) => absolutePath(path, { personHome, cwd });

  const judge = async (path: string, { write, acceptHardLinks }: ResolveOptions): Promise<GuardedPath> => {
    const found = await walk(absolute(path), fs);
    const real = realOf(found);
    await checkMounted(real, fs, platform);
    if (!(await isInRoots(found))) throw outside(path, real);
    if (write && !acceptHardLinks && found.rest.length === 0) checkLinks(path, found);
    return toGuarded(path, found, acceptHardLinks);
  };

  const resolve: PathGuard['resolve'] = async (path, options = {}) => {
    const place = absolute(path);
    try {
      return await within(PATIENCE_MS, judge(path, options), () => unanswered(place));
    } catch (error) {
      if (SWAPPED.some((code) => hasCode(error, code))) throw changed(place);
      throw error;
    }
  };

  const walkRoot = async (root: string) => walk(absolute(root), fs);

  const isInRoots = async (found: Walked) => {
    const chain = await ancestorsOf(found, fs);
    for (const root of roots) {
      // A root that cannot be found contains nothing; whatever depends on it says so by being outside.
      const place = await walkRoot(root).catch(() => undefined);
      if (place !== undefined && contains(place, found, chain)) return true;
    }
    return false;
  };

  const recheck: PathGuard['recheck'] = async (guarded) => {
    const now = await resolve(guarded.path);
    const { dev, ino } = guarded.ancestor;
    if (now.real !== guarded.real || (guarded.exists && !now.exists)) throw changed(guarded.real);
    const same = guarded.exists ? now.ancestor : await fs.lstat(guarded.ancestor.path);
    if (!isSame(same, { dev, ino })) throw changed(guarded.real);
  };

  return {
    resolve,
    recheck,
    openGuarded: (guarded, flags, mode = 0o666) => openInside(guarded, { flags, mode, platform }),
    async makeGuardedFolder(guarded, mode = 0o777) {
      await makeFolder(guarded, { mode, platform });
      const made = await resolve(guarded.path);
      if (made.real !== guarded.real || !made.exists) throw changed(guarded.real);
      return made;
    },
  };
}

interface Ancestor {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** What is there, and every folder above it, from the bottom up. */
async function ancestorsOf({ ancestor, stat }: Walked, fs: PathFs): Promise<Ancestor[]> {
  const chain: Ancestor[] = [stat];
  for (let at = ancestor; at !== '/';) {
    at = dirname(at);
    chain.push(await fs.lstat(at));
  }
  return chain;
}

function contains(root: Walked, found: Walked, chain: readonly Ancestor[]): boolean {
  if (root.rest.length === 0) return chain.some((folder) => isSame(folder, root.stat));
  // A root that is still to be made: what is missing of both starts in the same folder and goes the same way.
  return isSame(found.stat, root.stat) && root.rest.every((part, index) => found.rest[index] === part);
}

function toGuarded(path: string, found: Walked, acceptHardLinks = false): GuardedPath {
  const { dev, ino } = found.stat;
  const exists = found.rest.length === 0;
  return {
    path,
    real: realOf(found),
    exists,
    ancestor: { path: found.ancestor, dev, ino },
    ...(exists ? { dev, ino } : {}),
    ...(acceptHardLinks ? { hardLinks: true } : {}),
  };
}

/** Device files, pipes and sockets do something when they are written to. */
function checkLinks(path: string, { stat, ancestor }: Walked): void {
  if (stat.isDirectory()) return;
  if (!stat.isFile()) throw invalid(path, 'is neither a file nor a folder');
  if (stat.nlink > 1n)
    throw new LukaError('path_outside', {
      message: `${quotePath(ancestor)} has ${stat.nlink} names (hard links), and the others may be anywhere`,
      remedy: 'replace it by a copy of its own',
    });
}

function unanswered(place: string): LukaError {
  return new LukaError('path_unmounted', {
    message: `the volume of ${quotePath(place)} has not answered for ${PATIENCE_MS / 1_000} s`,
  });
}

function outside(path: string, real: string): LukaError {
  const leads = real === path ? '' : `, which leads to ${quotePath(real)},`;
  return new LukaError('path_outside', {
    message: `${quotePath(path)}${leads} is outside of what may be touched`,
  });
}
