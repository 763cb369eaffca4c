/** What the guard asks of a file system. The port: tests pass one with volumes and foldings that this machine has not. */
import { lstat, opendir, readlink, realpath } from 'node:fs/promises';

/** Inodes of 64 bits do not fit a number. */
export interface PathStat {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly nlink: bigint;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

export interface PathFs {
  /** @throws the system's error; ENOENT where nothing is */
  lstat(path: string): Promise<PathStat>;
  readlink(path: string): Promise<string>;
  /** As the file system spells it. */
  realpath(path: string): Promise<string>;
  /** Whether the folder has no entry but what a file manager leaves. */
  isEmpty(path: string): Promise<boolean>;
}

const CLUTTER = new Set(['.DS_Store', '.localized']);

export const systemPathFs: PathFs = {
  lstat: (path) => lstat(path, { bigint: true }),
  readlink: (path) => readlink(path),
  realpath: (path) => realpath(path),
  async isEmpty(path) {
    for await (const { name } of await opendir(path)) if (!CLUTTER.has(name)) return false;
    return true;
  },
};
