/** The built page, listed once: a request can name a file of this list and nothing else. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

export interface AppFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}
export interface AppFiles {
  /** With a leading slash each. */
  readonly names: ReadonlySet<string>;
  /** @param name one of `names` */
  read(name: string): Promise<AppFile>;
}

/** @param folder the built page; one that is absent holds no files */
export async function listAppFiles(folder: string): Promise<AppFiles> {
  const files = new Map<string, string>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    // Only regular files of kinds we serve: no links, no compressed forms, no source maps.
    if (entry.isFile() && extname(entry.name) in TYPES)
      files.set(`/${relative(folder, file).split(sep).join('/')}`, file);
  }
  return {
    names: new Set(files.keys()),
    async read(name) {
      const file = files.get(name);
      if (file === undefined) throw new TypeError(`${name} is not a file of the page`);
      return { bytes: new Uint8Array(await readFile(file)), type: TYPES[extname(name)]! };
    },
  };
}
