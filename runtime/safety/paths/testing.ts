/** A file system for tests: volumes, and foldings of names, that this machine need not have. */
import { dirname, join } from 'node:path';
import type { PathFs, PathStat } from './path-fs.ts';

interface Node {
  readonly kind: 'folder' | 'file' | 'link' | 'pipe';
  readonly dev: bigint;
  readonly ino: bigint;
  readonly name: string;
  readonly target?: string;
  nlink: bigint;
}

export type Fold = (name: string) => string;

/** As APFS compares names by default: case and Unicode forms do not count. */
export const foldLikeApfs: Fold = (name) =>
  name.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC');

export class FakeFs implements PathFs {
  readonly #nodes = new Map<string, Node>();
  readonly #fold: Fold;
  #next = 2n;

  constructor(fold: Fold = (name) => name) {
    this.#fold = fold;
    this.#nodes.set('/', { kind: 'folder', dev: 1n, ino: 1n, name: '/', nlink: 1n });
  }

  /** @param dev of a volume that is mounted there; its parent's where left out */
  folder(path: string, dev?: bigint): void {
    if (path === '/' || (this.#nodes.has(this.#key(path)) && dev === undefined)) return;
    this.folder(dirname(path));
    this.#add(path, 'folder', dev === undefined ? {} : { dev });
  }

  file(path: string, nlink = 1n): void {
    this.folder(dirname(path));
    this.#add(path, 'file', { nlink });
  }

  pipe(path: string): void {
    this.#add(path, 'pipe', {});
  }

  link(path: string, target: string): void {
    this.folder(dirname(path));
    this.#add(path, 'link', { target });
  }

  remove(path: string): void {
    this.#nodes.delete(this.#key(path));
  }

  async lstat(path: string): Promise<PathStat> {
    const node = this.#find(path);
    return {
      dev: node.dev,
      ino: node.ino,
      nlink: node.nlink,
      isFile: () => node.kind === 'file',
      isDirectory: () => node.kind === 'folder',
      isSymbolicLink: () => node.kind === 'link',
    };
  }

  async readlink(path: string): Promise<string> {
    return this.#find(path).target ?? '';
  }

  /** Of paths without links, as the guard asks it. */
  async realpath(path: string): Promise<string> {
    if (path === '/') return '/';
    return join(await this.realpath(dirname(path)), this.#find(path).name);
  }

  async isEmpty(path: string): Promise<boolean> {
    const key = this.#key(path);
    return ![...this.#nodes.keys()].some((other) => other !== key && other.startsWith(`${key}/`));
  }

  #add(path: string, kind: Node['kind'], more: Partial<Node>): void {
    const { dev } = this.#find(dirname(path));
    this.#nodes.set(this.#key(path), {
      kind,
      dev,
      ino: this.#next++,
      name: path.slice(path.lastIndexOf('/') + 1),
      nlink: 1n,
      ...more,
    });
  }

  #find(path: string): Node {
    const node = this.#nodes.get(this.#key(path));
    if (!node) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
    return node;
  }

  #key(path: string): string {
    return path === '/' ? path : path.split('/').map(this.#fold).join('/');
  }
}
