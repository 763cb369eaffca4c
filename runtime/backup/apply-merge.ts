/** Brings the files of an export into a home that Luka may work in: each whole, or not at all. */
import { copyFile, mkdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceFile } from '../home/atomic-file.ts';
import type { HomeLayout } from '../home/layout.ts';
import type { Manifest } from './manifest.ts';
import type { MergePlan } from './plan-merge.ts';

export interface Merged {
  readonly added: readonly string[];
  readonly replaced: readonly string[];
  readonly left: readonly string[];
  /** Where those that were replaced are kept; absent where none was. */
  readonly kept?: string;
}

/** @param unpacked folder of the export, as it was checked */
export async function applyMerge(
  layout: HomeLayout,
  { unpacked, manifest, plan }: { unpacked: string; manifest: Manifest; plan: MergePlan },
  { replace, now }: { replace: boolean; now: Date },
): Promise<Merged> {
  const kept = join(layout.backups, `import-${now.toISOString().replaceAll(/[:.]/g, '-')}`);
  const added: string[] = [];
  const replaced: string[] = [];
  const left: string[] = [];
  // A module's link is made last: from then on it is loaded.
  const order = plan.files.toSorted((a, b) => rank(a.path) - rank(b.path));
  for (const { path, state } of order) {
    if (state === 'same') continue;
    if (state === 'other' && !replace) {
      left.push(path);
      continue;
    }
    if (state === 'other') await keepOld(join(layout.root, path), join(kept, path));
    const isLink = manifest.files.some((file) => file.path === path && file.link !== undefined);
    await put(join(unpacked, path), join(layout.root, path), isLink);
    (state === 'new' ? added : replaced).push(path);
  }
  return { added, replaced, left, ...(replaced.length > 0 ? { kept } : {}) };
}

function rank(path: string): number {
  if (path.startsWith('releases/')) return 0;
  return path.startsWith('modules/') ? 1 : 2;
}

async function keepOld(file: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(file, to);
}

async function put(from: string, to: string, isLink: boolean): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  if (!isLink) {
    await replaceFile(to, await readFile(from));
    return;
  }
  const temporary = `${to}.${process.pid}.tmp`;
  await symlink(await readlink(from), temporary);
  try {
    await rename(temporary, to);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
