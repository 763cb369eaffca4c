/** The CommonJS files that are meant: one, or those of a folder. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LukaError } from '#shared/errors/luka-error.ts';
import { MODERNIZE_LONGEST } from '#shared/nouns/modernize.ts';

export interface LotFile {
  /** Absolute and real. */
  readonly file: string;
  /** Beside it, with `.mjs`. */
  readonly output: string;
  readonly text: string;
  readonly mode: number;
}

const MOST_FILES = 5_000;
const LEFT_OUT = new Set(['node_modules', 'bower_components']);

/**
 * @param path absolute
 * @returns sorted by path; from a folder without `.js` files that are ES modules by their package
 * @throws LukaError modernize_source
 */
export async function readLot(path: string): Promise<LotFile[]> {
  const real = await realpath(path).catch((cause: unknown) => {
    throw new LukaError('modernize_source', { message: `${path} cannot be read (${words(cause)})`, cause });
  });
  const found = await stat(real);
  if (!found.isDirectory()) {
    if (!found.isFile() || !['.cjs', '.js'].includes(extname(real)))
      throw new LukaError('modernize_source', {
        message: `${path} is neither a .cjs or .js file nor a folder`,
      });
    return [await readOne(real)];
  }
  const files = await walk(real);
  if (files.length === 0)
    throw new LukaError('modernize_source', { message: `there is no CommonJS file in ${path}` });
  return Promise.all(files.toSorted().map(readOne));
}

async function walk(root: string): Promise<string[]> {
  const files: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!LEFT_OUT.has(entry.name) && !entry.name.startsWith('.')) folders.push(path);
      } else if (
        entry.isFile() &&
        (entry.name.endsWith('.cjs') || (entry.name.endsWith('.js') && !(await isModuleByPackage(path))))
      ) {
        if (files.length >= MOST_FILES)
          throw new LukaError('modernize_source', {
            message: `${root} has more than ${MOST_FILES} files`,
            remedy: 'give a smaller folder',
          });
        files.push(path);
      }
    }
  return files;
}

async function isModuleByPackage(file: string): Promise<boolean> {
  const about = findPackageJSON(pathToFileURL(file));
  if (about === undefined) return false;
  const { type } = JSON.parse(await readFile(about, 'utf8')) as { type?: unknown };
  return type === 'module';
}

async function readOne(file: string): Promise<LotFile> {
  const { size, mode } = await stat(file);
  if (size > MODERNIZE_LONGEST)
    throw new LukaError('modernize_source', {
      message: `${file} is larger than ${MODERNIZE_LONGEST / 1_000} kB`,
      remedy: 'leave out what a bundler made: convert its sources',
    });
  const output = join(dirname(file), file.slice(dirname(file).length + 1).replace(/\.c?js$/, '.mjs'));
  return { file, output, text: (await readFile(file, 'utf8')).replace(/^\uFEFF/, ''), mode: mode & 0o777 };
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
