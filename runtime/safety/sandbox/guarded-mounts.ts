/**
 * Rules as mounts. A mount holds a place, not a name, so a writable folder around a protected place needs more than the
 * place itself: its folders could be renamed and made anew. A mount point cannot be renamed (EBUSY), so each folder on the
 * way becomes one; and where what is protected is absent, or is a link that could be replaced, the folder that would
 * hold it gets no new entries, while those that it has stay as writable as they were.
 */
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { kindOf, ruleAbove, type Rule } from './confinement-rules.ts';
import { depthOf, foldersBetween, isInside } from './containment.ts';

/** `empty`: a folder whose content is hidden. `void`: a file. */
export type MountHow = 'write' | 'read' | 'empty' | 'void';

export interface MountRule {
  readonly path: string;
  readonly how: MountHow;
}

/** Not the machine's own inside of the sandbox: what is granted of it has to be brought in. */
const PRIVATE_FOLDERS = ['/tmp', '/run'];

/** Each entry of a closed folder is a mount, and mounts are made one after the other: the rest stays read-only. */
const MOST_ENTRIES = 1_000;

/** @returns mounts in the order they are to be made */
export async function guardedMounts(rules: readonly Rule[]): Promise<MountRule[]> {
  const mounts = new Map<string, MountRule>();
  const closed = new Set<string>();
  for (const rule of rules) {
    if (rule.path === '/') continue;
    const above = ruleAbove(rules, rule.path);
    const present = rule.kind === 'folder' || rule.kind === 'file';
    if (present && !isIdle(rule, above)) mounts.set(rule.path, { path: rule.path, how: howOf(rule) });
    if (rule.access === 'write' || above?.access !== 'write') continue;
    // An absent secret has nothing to hide.
    if (!present && rule.access === 'hidden') continue;
    let lowest = rule.path;
    if (!present) {
      lowest = await presentFolder(dirname(rule.path), above.path);
      closed.add(lowest);
    }
    for (const folder of foldersBetween(above.path, lowest))
      if (!mounts.has(folder)) mounts.set(folder, { path: folder, how: 'write' });
  }
  for (const folder of [...closed].sort((a, b) => depthOf(a) - depthOf(b))) await close(folder, mounts);
  return [...mounts.values()].sort((a, b) => depthOf(a.path) - depthOf(b.path));
}

/** The whole system is there for reading anyway, but for what is private; what is hidden once is. */
function isIdle({ path, access }: Rule, above: Rule | undefined): boolean {
  if (access === 'write') return false;
  if (above !== undefined) return access === above.access;
  return PRIVATE_FOLDERS.some((folder) => isInside(path, folder)) === (access === 'hidden');
}

function howOf({ access, kind }: Rule): MountHow {
  if (access !== 'hidden') return access;
  return kind === 'folder' ? 'empty' : 'void';
}

/** The deepest folder of the path that is there. */
async function presentFolder(path: string, upper: string): Promise<string> {
  let at = path;
  while (at !== upper && (await kindOf(at)) !== 'folder') at = dirname(at);
  return at;
}

async function close(folder: string, mounts: Map<string, MountRule>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  // Folders first: more of what is written is in them.
  const open = [
    ...entries.filter((entry) => entry.isDirectory()),
    ...entries.filter((entry) => entry.isFile()),
  ].slice(0, MOST_ENTRIES);
  for (const { name } of open) {
    const path = join(folder, name);
    if (!mounts.has(path)) mounts.set(path, { path, how: 'write' });
  }
  mounts.set(folder, { path: folder, how: 'read' });
}
