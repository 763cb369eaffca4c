/**
 * Luka's own releases on the disk:
 *
 *   releases/luka/<version>-<n>/              a whole Luka, with `release.json` in it, written last
 *   releases/luka/node-<version>/bin/node     the Node that a release came with
 *   releases/luka/current                     a link to the release that the service starts
 *   releases/luka/deployed.json, journal.json what was deployed last, and what is being deployed
 */
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode } from '../../home/atomic-file.ts';
import type { PackageFile } from './package-files.ts';

export const LukaRelease = z.object({
  /** `0.1.0-3`, which is also its folder's name. */
  name: z.string(),
  version: z.string(),
  number: z.int().positive(),
  at: z.string(),
  /** The package it was copied from. */
  from: z.string(),
  /** The Node it runs with, absolute. */
  node: z.string(),
  files: z.array(z.string()),
  /** SHA-256 over names and contents of its files. */
  hash: z.string(),
});
export type LukaRelease = z.infer<typeof LukaRelease>;

const MANIFEST = 'release.json';
const STAGED = '.staged-';

export class ReleaseShelf {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The link that the service starts from. */
  get current(): string {
    return join(this.#folder, 'current');
  }

  folderOf(name: string): string {
    return join(this.#folder, name);
  }

  /** Whole ones, the newest first. */
  async list(): Promise<LukaRelease[]> {
    const entries = await readdir(this.#folder, { withFileTypes: true }).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    });
    const found = await Promise.all(
      entries.filter((entry) => entry.isDirectory()).map(({ name }) => this.find(name)),
    );
    return found.filter((one) => one !== undefined).toSorted((a, b) => b.number - a.number);
  }

  async find(name: string): Promise<LukaRelease | undefined> {
    const text = await readFile(join(this.#folder, name, MANIFEST), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      const release = LukaRelease.parse(JSON.parse(text));
      return release.name === name ? release : undefined;
    } catch {
      // Damaged: no release that could be started.
      return undefined;
    }
  }

  /** Where the link leads; undefined where there is none. */
  async currentName(): Promise<string | undefined> {
    try {
      return basename(await readlink(this.current));
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /** Copies a whole Luka beside the others. Nothing starts it yet. @throws LukaError disk_full */
  async install(
    files: readonly PackageFile[],
    about: Pick<LukaRelease, 'version' | 'at' | 'from' | 'node'>,
  ): Promise<LukaRelease> {
    const number = Math.max(0, ...(await this.list()).map((release) => release.number)) + 1;
    const name = `${about.version}-${number}`;
    const staged = this.#staged();
    try {
      for (const { from, to } of files) {
        const target = join(staged, to);
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await copyFile(from, target, constants.COPYFILE_FICLONE);
      }
      const paths = files.map(({ to }) => to).toSorted();
      const release: LukaRelease = {
        name,
        ...about,
        number,
        files: paths,
        hash: await hashFiles(staged, paths),
      };
      await using handle = await open(join(staged, MANIFEST), 'wx', 0o600);
      await handle.writeFile(`${JSON.stringify(release, null, 2)}\n`);
      await handle.sync();
      await rename(staged, this.folderOf(name));
      return release;
    } catch (error) {
      await rm(staged, { recursive: true, force: true });
      if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT'))
        throw new LukaError('disk_full', { message: 'the disk is full: no release was made', cause: error });
      throw error;
    }
  }

  /**
   * Keeps a Node that lies within the package: whoever removes the package must not end the service.
   * @param version as `24.21.0`
   * @returns its path
   */
  async keepNode(node: string, version: string): Promise<string> {
    const kept = join(this.#folder, `node-${version}`, 'bin', 'node');
    if (await isFile(kept)) return kept;
    await mkdir(dirname(kept), { recursive: true, mode: 0o700 });
    const temporary = this.#staged();
    try {
      await copyFile(node, temporary, constants.COPYFILE_FICLONE);
      await rename(temporary, kept);
    } finally {
      await rm(temporary, { force: true });
    }
    return kept;
  }

  /** What is wrong with the files of a release; undefined where nothing is. */
  async fault(release: LukaRelease): Promise<string | undefined> {
    try {
      const hash = await hashFiles(this.folderOf(release.name), release.files);
      return hash === release.hash ? undefined : 'its files are not those that were deployed';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** From one moment to the next; undefined takes the link away. */
  async switchTo(name: string | undefined): Promise<void> {
    if (name === undefined) return rm(this.current, { force: true });
    const temporary = this.#staged();
    await symlink(relative(this.#folder, this.folderOf(name)), temporary);
    try {
      await rename(temporary, this.current);
    } finally {
      await rm(temporary, { force: true });
    }
    await using folder = await open(this.#folder);
    await folder.sync();
  }

  /** Removes the oldest but `keep` before the current one, and what was begun and never ended. @returns names */
  async prune(keep: number): Promise<string[]> {
    const releases = await this.list();
    const now = await this.currentName();
    const current = releases.find(({ name }) => name === now);
    const old = current ? releases.filter(({ number }) => number < current.number).slice(keep) : [];
    for (const { name } of old) await rm(this.folderOf(name), { recursive: true, force: true });
    await this.dropStaged();
    return old.map(({ name }) => name);
  }

  async dropStaged(): Promise<void> {
    for (const entry of await readdir(this.#folder))
      if (entry.startsWith(STAGED)) await rm(join(this.#folder, entry), { recursive: true, force: true });
  }

  async remove(name: string): Promise<void> {
    await rm(this.folderOf(name), { recursive: true, force: true });
  }

  /** A new path for what is renamed once it is whole: what a crash leaves there, `dropStaged` finds by its name. */
  #staged(): string {
    return join(this.#folder, `${STAGED}${randomBytes(6).toString('hex')}`);
  }
}

async function hashFiles(root: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const bytes = await readFile(join(root, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

async function isFile(path: string): Promise<boolean> {
  try {
    await using handle = await open(path);
    return (await handle.stat()).isFile();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
