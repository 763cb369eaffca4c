/** How a file was when it was looked at, and which files are known so far. */
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** ms since 1970 and bytes. */
export interface Stamp {
  readonly modified: number;
  readonly size: number;
  readonly born: number;
}

export function stampOf(stats: Stats): Stamp {
  return { modified: stats.mtimeMs, size: stats.size, born: stats.birthtimeMs };
}

/** @returns undefined where there is no file, or none that may be seen */
export async function lookAt(path: string): Promise<Stamp | undefined> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? stampOf(stats) : undefined;
  } catch {
    return undefined;
  }
}

export function isSame(one: Stamp | undefined, other: Stamp | undefined): boolean {
  return one?.modified === other?.modified && one?.size === other?.size;
}

/** Files by their path, a bounded number of them. */
export class Snapshot {
  readonly #most: number;
  readonly #folders = new Map<string, Map<string, Stamp>>();
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#count >= this.#most;
  }

  get(path: string): Stamp | undefined {
    const [folder, name] = parted(path);
    return this.#folders.get(folder)?.get(name);
  }

  /** @returns false where there are too many already */
  set(path: string, stamp: Stamp): boolean {
    const [folder, name] = parted(path);
    const files = this.#folders.get(folder) ?? new Map<string, Stamp>();
    if (!files.has(name)) {
      if (this.isFull) return false;
      this.#count += 1;
    }
    files.set(name, stamp);
    this.#folders.set(folder, files);
    return true;
  }

  delete(path: string): void {
    const [folder, name] = parted(path);
    const files = this.#folders.get(folder);
    if (!files?.delete(name)) return;
    this.#count -= 1;
    if (files.size === 0) this.#folders.delete(folder);
  }

  /** Forgets a folder that went, with all below it. */
  deleteFolder(path: string): void {
    for (const [folder, files] of this.#folders) {
      if (folder !== path && !folder.startsWith(`${path}/`)) continue;
      this.#count -= files.size;
      this.#folders.delete(folder);
    }
  }

  clear(): void {
    this.#folders.clear();
    this.#count = 0;
  }

  /** The names of the files known in a folder. */
  namesIn(folder: string): Iterable<string> {
    return this.#folders.get(folder)?.keys() ?? [];
  }

  *paths(): Iterable<string> {
    for (const [folder, files] of this.#folders)
      for (const name of files.keys()) yield folder === '' ? name : `${folder}/${name}`;
  }
}

function parted(path: string): [folder: string, name: string] {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)];
}
