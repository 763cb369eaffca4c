/** What an export would bring into a home: new files, those that are there already, and those that are there in another form. */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { HomeLayout } from '../home/layout.ts';
import { undefinedWhereGone } from '../home/atomic-file.ts';
import type { Manifest } from './manifest.ts';
import { hashFile } from './write-backup.ts';

export interface MergedFile {
  /** Relative to the home. */
  readonly path: string;
  /** `other`: the home has one of this name with other content. */
  readonly state: 'new' | 'same' | 'other';
}

export interface MergePlan {
  /** Tasks, modules with their releases, prompts. */
  readonly files: readonly MergedFile[];
  readonly settings: boolean;
  readonly policy: boolean;
}

export async function planMerge(layout: HomeLayout, manifest: Manifest): Promise<MergePlan> {
  const files: MergedFile[] = [];
  for (const { path, sha256, link } of manifest.files) {
    if (!/^(tasks|modules|prompts|releases\/modules)\//.test(path)) continue;
    const file = join(layout.root, path);
    const there = await lstat(file).catch(undefinedWhereGone);
    const same =
      there !== undefined &&
      (link !== undefined ? there.isSymbolicLink() : (await hashFile(file)) === sha256);
    files.push({ path, state: there === undefined ? 'new' : same ? 'same' : 'other' });
  }
  const has = (path: string): boolean => manifest.files.some((file) => file.path === path);
  return { files, settings: has('settings.json'), policy: has('policy.yaml') };
}
