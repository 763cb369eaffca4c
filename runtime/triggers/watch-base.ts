/** Follows a folder through all that may become of it: not there yet, removed, made again, another volume mounted. */
import { watch, type FSWatcher } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { LukaError } from '#shared/errors/luka-error.ts';
import { watchFailure } from './watch-failure.ts';

export interface Found {
  /** Where it really is, behind all links. */
  readonly root: string;
  /** It came with the disk it is on: what is in it may be old. */
  readonly mounted: boolean;
}

export interface BaseOptions {
  readonly base: string;
  readonly platform: NodeJS.Platform;
  /** The folder is there, and is not the one that was there before. */
  readonly there: (found: Found) => void;
  readonly gone: () => void;
  readonly failed: (error: LukaError) => void;
}

interface Identity {
  readonly root: string;
  readonly device: number;
  readonly inode: number;
}

interface Ancestor {
  readonly path: string;
  readonly identity: Identity;
}

export class BaseWatch {
  readonly #options: BaseOptions;
  #current: Identity | undefined;
  /** The device of what was last there: the folder, or the nearest above it. */
  #device: number | undefined;
  #above: readonly Ancestor[] = [];
  #watchers: FSWatcher[] = [];
  #checking: Promise<void> | undefined;
  #again = false;
  /** A folder above went or came, perhaps under its old number: what watched it may watch nothing now. */
  #isStale = false;
  #closed = false;

  constructor(options: BaseOptions) {
    this.#options = options;
  }

  /** Looks where the folder stands. Whoever calls while that is going on is seen to as well. */
  check(): Promise<void> {
    this.#again = true;
    return (this.#checking ??= this.#checks());
  }

  close(): void {
    this.#closed = true;
    this.#unwatch();
  }

  async #checks(): Promise<void> {
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        await this.#checkOnce();
      }
    } finally {
      this.#checking = undefined;
    }
  }

  async #checkOnce(): Promise<void> {
    const { base, there, gone } = this.#options;
    const found = await identify(base);
    const above = await this.#ancestors(found !== undefined);
    if (this.#closed) return;
    // Whatever happened before they were watched sent no event: look once more.
    if (this.#watchAbove(above)) this.#again = true;
    const before = this.#device;
    this.#device = (found ?? above[0]?.identity)?.device;
    if (isSame(found, this.#current)) return;
    this.#current = found;
    if (found) there({ root: found.root, mounted: before !== undefined && before !== found.device });
    else gone();
  }

  /**
   * The folders above that are to be watched, nearest first. On Linux all of them: a watch follows a folder that is moved,
   * and says nothing of the folders it is in. On macOS a stream follows the path, and one high up would carry everything
   * that happens on the machine; so none while the folder is there, and else the nearest.
   */
  async #ancestors(isThere: boolean): Promise<readonly Ancestor[]> {
    const { base, platform } = this.#options;
    if (platform === 'darwin') {
      const one = isThere ? undefined : await nearest(base);
      return one ? [one] : [];
    }
    const all: Ancestor[] = [];
    for (let one = await nearest(base); one; one = await nearest(one.path)) all.push(one);
    return all;
  }

  /** @returns whether other folders are watched than before */
  #watchAbove(above: readonly Ancestor[]): boolean {
    const isAsBefore =
      !this.#isStale &&
      above.length === this.#above.length &&
      above.every(({ path, identity }, n) => {
        const other = this.#above[n];
        return other?.path === path && isSame(other.identity, identity);
      });
    if (isAsBefore) return false;
    this.#unwatch();
    this.#isStale = false;
    this.#above = above;
    for (const [n, { path }] of above.entries()) this.#watchOne(path, n === 0);
    return above.length > 0;
  }

  #watchOne(path: string, isNearest: boolean): void {
    const { base, failed } = this.#options;
    const step = folded(base.slice(path === '/' ? 1 : path.length + 1).split('/')[0] ?? '');
    const own = basename(path);
    try {
      const watcher = watch(path, { persistent: false }, (type, name) => {
        const isOurs = name === null || folded(name) === step || (type === 'rename' && name === own);
        if (!isOurs) return;
        this.#isStale ||= type === 'rename';
        void this.check();
      });
      watcher.on('error', () => watcher.close());
      this.#watchers.push(watcher);
    } catch (error) {
      // Further up it is enough that one may pass through.
      if (isNearest) failed(watchFailure(path, error));
    }
  }

  #unwatch(): void {
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
    this.#above = [];
  }
}

async function identify(path: string): Promise<Identity | undefined> {
  try {
    const [root, stats] = await Promise.all([realpath(path), stat(path)]);
    return stats.isDirectory() ? { root, device: stats.dev, inode: stats.ino } : undefined;
  } catch {
    // Not there, or behind something that may not be passed: the same to us, until that changes.
    return undefined;
  }
}

/** The nearest folder above that is there; undefined above the root. */
async function nearest(path: string): Promise<Ancestor | undefined> {
  for (let above = dirname(path), below = path; above !== below; below = above, above = dirname(above)) {
    const identity = await identify(above);
    if (identity) return { path: above, identity };
  }
  return undefined;
}

function isSame(one: Identity | undefined, other: Identity | undefined): boolean {
  return one?.root === other?.root && one?.device === other?.device && one?.inode === other?.inode;
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
