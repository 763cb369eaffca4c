/**
 * The releases of task modules on the disk:
 *
 *   releases/modules/<name>/<n>-<hash>/        the files of one release
 *   releases/modules/<name>/<n>-<hash>.json    what is known of it, written before the folder gets its name
 *   modules/<name>.mjs                         a link to the entry of the current one
 *
 * Node loads a module from where its link leads, so a run that has begun keeps its release, whatever the link says later.
 */
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readdir, readFile, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ModuleRelease } from '#shared/nouns/release.ts';
import { isoAt } from '../../clock.ts';
import { hasCode, replaceFile } from '../../home/atomic-file.ts';
import type { HomeLayout } from '../../home/layout.ts';
import type { SourceFile } from './read-source.ts';
import { readShownText } from './read-text.ts';

export type StoredRelease = Omit<ModuleRelease, 'current' | 'since'>;
const Stored = ModuleRelease.omit({ current: true, since: true });
const STAGED = '.staged-';

export class ModuleShelves {
  readonly #releases: string;
  readonly #modules: string;

  constructor(layout: Pick<HomeLayout, 'releases' | 'modules'>) {
    this.#releases = layout.releases.modules;
    this.#modules = layout.modules;
  }

  /** Names of modules that were ever deployed, sorted. */
  async names(): Promise<string[]> {
    const entries = await readdir(this.#releases, { withFileTypes: true }).catch(emptyWhereMissing);
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted();
  }

  /** The newest first. */
  async list(name: string): Promise<ModuleRelease[]> {
    const folder = join(this.#releases, name);
    const entries = await readdir(folder, { withFileTypes: true }).catch(emptyWhereMissing);
    const current = await this.#currentFolder(name);
    const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    const found = await Promise.all(
      names
        .filter((entry) => !entry.startsWith('.'))
        .map((entry) => readStored(join(folder, entry), current)),
    );
    const releases = found.filter((one) => one !== undefined).toSorted((a, b) => b.number - a.number);
    const running = releases.find((one) => one.current);
    // Every switch makes the link anew.
    if (running) running.since = isoAt((await lstat(this.linkOf(name))).mtimeMs);
    return releases;
  }

  /** Writes the files where nothing looks for them yet, and syncs each. @returns the folder */
  async stage(name: string, files: readonly SourceFile[]): Promise<string> {
    const folder = join(this.#releases, name, `${STAGED}${randomBytes(6).toString('hex')}`);
    for (const { path, bytes } of files) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await using handle = await open(file, 'wx', 0o600);
      await handle.writeFile(bytes);
      await handle.sync();
    }
    return folder;
  }

  async dropStaged(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  /** Gives a staged folder its name: from then on it is a release. */
  async keep(staged: string, release: StoredRelease): Promise<void> {
    const folder = this.#folderOf(release);
    await replaceFile(`${folder}.json`, `${JSON.stringify(release, null, 2)}\n`);
    await rename(staged, folder);
  }

  /** The file that is loaded of a release, absolute. */
  entryFile(release: Pick<StoredRelease, 'module' | 'number' | 'hash' | 'entry'>): string {
    return join(this.#folderOf(release), release.entry);
  }

  /** The text of its entry; undefined where it is longer than is shown. */
  entryText(release: StoredRelease): Promise<string | undefined> {
    return readShownText(this.entryFile(release));
  }

  /** From one moment to the next: `modules/<name>.mjs` leads to this release. */
  async switchTo(release: Pick<StoredRelease, 'module' | 'number' | 'hash' | 'entry'>): Promise<void> {
    const link = this.linkOf(release.module);
    // No ending of a module: whoever looks into the folder meanwhile sees nothing new.
    const temporary = join(dirname(link), `.${release.module}.${randomBytes(6).toString('hex')}.tmp`);
    await symlink(relative(dirname(link), this.entryFile(release)), temporary);
    try {
      await rename(temporary, link);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(link));
  }

  linkOf(name: string): string {
    return join(this.#modules, `${name}.mjs`);
  }

  /** A module that a person put into the folder by hand, as a file or as a link. */
  async ownFile(name: string): Promise<Buffer | undefined> {
    const file = this.linkOf(name);
    try {
      return (await stat(file)).isFile() ? await readFile(file) : undefined;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /**
   * Removes all releases older than the current one but the newest `keep`, and what a crash left half made.
   * @returns their numbers
   */
  async prune(name: string, keep: number): Promise<number[]> {
    const folder = join(this.#releases, name);
    const releases = await this.list(name);
    const current = releases.find((release) => release.current);
    const old = releases.filter(({ number }) => current !== undefined && number < current.number).slice(keep);
    for (const release of old) {
      await rm(this.#folderOf(release), { recursive: true, force: true });
      await rm(`${this.#folderOf(release)}.json`, { force: true });
    }
    const known = new Set((await readdir(folder)).filter((entry) => !entry.endsWith('.json')));
    for (const entry of await readdir(folder)) {
      const isOrphan = entry.endsWith('.json') && !known.has(entry.slice(0, -'.json'.length));
      if (entry.startsWith(STAGED) || isOrphan)
        await rm(join(folder, entry), { recursive: true, force: true });
    }
    for (const entry of await readdir(this.#modules))
      if (entry.startsWith(`.${name}.`) && entry.endsWith('.tmp')) await rm(join(this.#modules, entry));
    return old.map(({ number }) => number);
  }

  #folderOf({ module, number, hash }: Pick<StoredRelease, 'module' | 'number' | 'hash'>): string {
    return join(this.#releases, module, `${number}-${hash}`);
  }

  /** The release folder that the link leads into; an entry may lie deeper than its top. */
  async #currentFolder(name: string): Promise<string | undefined> {
    const link = this.linkOf(name);
    const target = await readlink(link).catch(() => undefined);
    if (target === undefined) return undefined;
    const parts = relative(join(this.#releases, name), resolve(dirname(link), target)).split('/');
    return parts[0] === undefined || parts[0] === '..' ? undefined : join(this.#releases, name, parts[0]);
  }
}

async function readStored(folder: string, current: string | undefined): Promise<ModuleRelease | undefined> {
  const text = await readFile(`${folder}.json`, 'utf8').catch(() => '');
  const stored = Stored.safeParse(parseJson(text)).data;
  return stored && { ...stored, current: folder === current };
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder);
  await handle.sync();
}

function emptyWhereMissing(error: unknown): [] {
  if (hasCode(error, 'ENOENT')) return [];
  throw error;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
