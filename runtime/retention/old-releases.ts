/**
 * Releases of modules and of Luka that nobody will go back to any more: old, and not among the newest. The one that runs,
 * whatever its age, stays; so does everything of Luka while a deployment of it is going.
 */
import { lstat, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DeployedFile } from '../deploy/luka/deployed-file.ts';
import { ReleaseShelf } from '../deploy/luka/release-shelf.ts';
import { ModuleShelves } from '../deploy/modules/module-shelves.ts';
import { undefinedWhereGone } from '../home/atomic-file.ts';
import type { HomeLayout } from '../home/layout.ts';

export interface OldRelease {
  /** Its folder, absolute. */
  readonly path: string;
  readonly bytes: number;
}

export interface ReleasesWanted {
  /** ms since 1970: releases made before may go. */
  readonly before: number;
  /** The newest of each module, and of Luka, that stay besides the current one. */
  readonly keep: number;
}

export interface Releases {
  readonly there: number;
  readonly old: readonly OldRelease[];
}

const OWN_FILE = fileURLToPath(import.meta.url);

type Dated = Readonly<{ path: string; at: number; isCurrent: boolean }>;

export async function findOldReleases(layout: HomeLayout, wanted: ReleasesWanted): Promise<Releases> {
  const shelves = new ModuleShelves(layout);
  const groups: Dated[][] = [await ofLuka(layout)];
  for (const name of await shelves.names())
    groups.push(
      (await shelves.list(name)).map(({ number, hash, at, current }) => ({
        path: join(layout.releases.modules, name, `${number}-${hash}`),
        at: Date.parse(at),
        isCurrent: current,
      })),
    );
  const old: OldRelease[] = [];
  for (const group of groups)
    for (const { path, at } of group.filter(({ isCurrent }) => !isCurrent).slice(wanted.keep))
      if (at < wanted.before) old.push({ path, bytes: await sizeOf(path) });
  return { there: groups.flat().length, old };
}

export async function removeReleases(old: readonly OldRelease[]): Promise<void> {
  for (const { path } of old) {
    await rm(path, { recursive: true, force: true });
    // What is known of a module's release lies beside it.
    await rm(`${path}.json`, { force: true });
  }
}

/** The newest first. */
async function ofLuka({ releases: { luka } }: HomeLayout): Promise<Dated[]> {
  const shelf = new ReleaseShelf(luka);
  const [list, current, deployed, going] = await Promise.all([
    shelf.list(),
    shelf.currentName(),
    new DeployedFile(luka).read().catch(() => undefined),
    stat(join(luka, 'journal.json')).catch(undefinedWhereGone),
  ]);
  return list.map(({ name, at }) => ({
    path: shelf.folderOf(name),
    at: Date.parse(at),
    // The release that this very process was started from is one that runs, whatever was deployed since.
    isCurrent:
      going !== undefined ||
      name === current ||
      name === deployed?.release ||
      OWN_FILE.startsWith(`${shelf.folderOf(name)}/`),
  }));
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    bytes += (await lstat(join(entry.parentPath, entry.name)).catch(undefinedWhereGone))?.size ?? 0;
  }
  return bytes;
}
