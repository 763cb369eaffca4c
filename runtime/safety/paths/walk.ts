/**
 * Follows a path as the system would, part by part: links are followed also where what they point to is missing, for that is
 * where a file would be made.
 */
import { dirname, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode } from '../../home/atomic-file.ts';
import type { PathFs, PathStat } from './path-fs.ts';
import { invalid, joinParts, partsOf, quotePath } from './path-text.ts';

/** As Linux does it (path_resolution(7)); macOS allows 32. */
const MOST_LINKS = 40;
const MOST_PARTS = 4_096;

export interface Walked {
  /** The deepest thing that is there, real and as the file system spells it. */
  readonly ancestor: string;
  readonly stat: PathStat;
  /** What is missing below it; empty where the path exists. */
  readonly rest: readonly string[];
}

/** @throws LukaError path_invalid where no file could be there, path_changed where it changed meanwhile */
export async function walk(path: string, fs: PathFs): Promise<Walked> {
  let at = '/';
  let stat = await fs.lstat('/');
  let links = 0;
  let steps = 0;
  const ahead = partsOf(path).reverse();
  while (ahead.length > 0) {
    if ((steps += 1) > MOST_PARTS) throw invalid(path, 'has too many parts');
    const part = ahead.pop()!;
    if (!stat.isDirectory()) throw invalid(path, `goes through ${quotePath(at)}, which is no folder`);
    if (part === '..') {
      at = dirname(at);
      stat = await fs.lstat(at);
      continue;
    }
    const next = await look(join(at, part), path, fs);
    if (next === undefined) return missing(path, at, stat, [part, ...ahead.reverse()], fs);
    if (next.isSymbolicLink()) {
      if ((links += 1) > MOST_LINKS) throw invalid(path, 'goes round in links');
      const target = await fs.readlink(join(at, part));
      if (target.startsWith('/')) {
        at = '/';
        stat = await fs.lstat('/');
      }
      ahead.push(...partsOf(target).reverse());
      continue;
    }
    at = join(at, part);
    stat = next;
  }
  if (!stat.isDirectory() && /\/\.?$/.test(path)) throw invalid(path, 'names a folder, and a file is there');
  return { ancestor: await spelled(at, stat, fs), stat, rest: [] };
}

async function look(at: string, path: string, fs: PathFs): Promise<PathStat | undefined> {
  try {
    return await fs.lstat(at);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (hasCode(error, 'EACCES') || hasCode(error, 'EPERM'))
      throw new LukaError('path_invalid', {
        message: `the path ${quotePath(path)} cannot be followed: ${quotePath(dirname(at))} is closed to this user`,
        cause: error,
      });
    if (hasCode(error, 'ENAMETOOLONG') || hasCode(error, 'ENOTDIR')) throw invalid(path, `cannot exist`);
    throw error;
  }
}

async function missing(
  path: string,
  at: string,
  stat: PathStat,
  rest: readonly string[],
  fs: PathFs,
): Promise<Walked> {
  // What is not there may become a link, and then leads up from somewhere else.
  if (rest.includes('..')) throw invalid(path, 'goes up again from a folder that is not there');
  return { ancestor: await spelled(at, stat, fs), stat, rest };
}

/** Volumes may fold case and Unicode forms: what was asked for and what it is called may differ. */
async function spelled(at: string, stat: PathStat, fs: PathFs): Promise<string> {
  const real = await fs.realpath(at);
  if (real === at) return at;
  if (!isSame(await fs.lstat(real), stat)) throw changed(at);
  return real;
}

export function isSame(a: { dev: bigint; ino: bigint }, b: { dev: bigint; ino: bigint }): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

export function changed(path: string): LukaError {
  return new LukaError('path_changed', {
    message: `${quotePath(path)} is not what it was when it was checked`,
  });
}

export function realOf({ ancestor, rest }: Walked): string {
  return joinParts(ancestor, rest);
}
