/** Reads what is to be deployed into memory: what is checked and what is kept are then the same bytes. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { ModuleName } from '#shared/nouns/release.ts';

export interface SourceFile {
  /** Relative to the release's folder, with `/`. */
  readonly path: string;
  readonly bytes: Buffer;
}

export interface ModuleSource {
  readonly name: string;
  readonly entry: string;
  readonly files: readonly SourceFile[];
  readonly bytes: number;
  /** SHA-256 over names and contents, 12 hex digits. */
  readonly hash: string;
}

const LIMIT = { files: 5_000, bytes: 67_108_864 };
/** What belongs to the author's tools, not to the module. */
const LEFT_OUT = new Set(['.git', '.DS_Store', '.bin']);

/**
 * @param path absolute: a `.mjs` file, or a folder with `index.mjs` or `<its name>.mjs`
 * @throws LukaError deploy_source
 */
export async function readModuleSource(path: string): Promise<ModuleSource> {
  if (!isAbsolute(path) || path.includes('\0'))
    throw new LukaError('deploy_source', { message: 'the path of a module has to be absolute' });
  const found = await stat(path).catch((cause: unknown) => {
    throw new LukaError('deploy_source', { message: `${path} cannot be read (${words(cause)})`, cause });
  });
  const isFolder = found.isDirectory();
  const name = basename(path).replace(/\.mjs$/, '');
  if (!ModuleName.safeParse(name).success)
    throw new LukaError('deploy_source', {
      message: `"${name}" cannot be the name of a module`,
      remedy: 'use lower-case letters, digits, ".", "-" and "_": it becomes the id of a task',
    });
  if (!isFolder && !(found.isFile() && path.endsWith('.mjs')))
    throw new LukaError('deploy_source', { message: `${path} is neither a .mjs file nor a folder` });
  const files = isFolder ? await readTree(path) : [{ path: basename(path), bytes: await read(path, 0) }];
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    name,
    entry: entryOf(path, name, files),
    files,
    bytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0),
    hash: hashOf(files),
  };
}

export function hashOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  for (const { path, bytes } of files) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex').slice(0, 12);
}

function entryOf(path: string, name: string, files: readonly SourceFile[]): string {
  const entry = [`${name}.mjs`, 'index.mjs'].find((wanted) => files.some((file) => file.path === wanted));
  if (entry !== undefined) return entry;
  throw new LukaError('deploy_source', {
    message: `${path} has neither ${name}.mjs nor index.mjs`,
    remedy: 'name the file with run_auto(ctx) so',
  });
}

async function readTree(root: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  let total = 0;
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      if (LEFT_OUT.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (!entry.isFile())
        throw new LukaError('deploy_source', {
          message: `${join(root, path)} is a link or no file`,
          remedy: 'put the file itself there: a release holds all that it needs',
        });
      else {
        if (files.length >= LIMIT.files) throw tooLarge(root, `more than ${LIMIT.files} files`);
        const bytes = await read(join(root, path), total);
        total += bytes.length;
        files.push({ path, bytes });
      }
    }
  }
  return files;
}

async function read(file: string, before: number): Promise<Buffer> {
  const { size } = await stat(file);
  if (before + size > LIMIT.bytes) throw tooLarge(file, `more than ${LIMIT.bytes / 1_048_576} MiB`);
  try {
    return await readFile(file);
  } catch (cause) {
    throw new LukaError('deploy_source', { message: `${file} cannot be read (${words(cause)})`, cause });
  }
}

function tooLarge(path: string, what: string): LukaError {
  return new LukaError('deploy_source', {
    message: `${path} is too large for a module: ${what}`,
    remedy: 'deploy the folder of the module alone',
  });
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
