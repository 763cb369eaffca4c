/** Which parts of a home go into a backup, and which are made anew or belong to the moment. */
import { lstat, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { hasCode, undefinedWhereGone } from '../home/atomic-file.ts';
import type { HomeLayout } from '../home/layout.ts';

/** Where a backup is made, beside what it becomes: a crash may leave one, with everything in it. */
export const WORK_FOLDER = '.luka-backup-';

export interface PartsWanted {
  readonly kind: 'backup' | 'export';
  readonly secrets: boolean;
  readonly logs: boolean;
}

/**
 * Absolute paths of files and folders, besides the databases that are history. Left out: the lock, the endpoint and scratch files (of the
 * moment), the index of knowledge (made anew of the documents), releases of Luka itself (installed, not made), and the
 * note of the audit's newest row, which would call a ledger of an earlier moment cut short.
 */
export function homeParts(layout: HomeLayout, wanted: PartsWanted): string[] {
  const written = [
    layout.tasks,
    layout.modules,
    layout.releases.modules,
    layout.prompts,
    layout.settings,
    layout.policy,
  ];
  if (wanted.kind === 'export') return written;
  return [
    ...written,
    layout.notify,
    layout.marker,
    layout.staged,
    layout.reports,
    layout.snapshots,
    layout.backups,
    layout.queue.inbox,
    layout.queue.running,
    layout.queue.done,
    layout.queue.failed,
    // The names tell what is missing where the values are not in it.
    layout.secrets.names,
    // Tokens let whoever has them act for the person or a client; without them a new one is made.
    ...(wanted.secrets
      ? [layout.secrets.folder, layout.secrets.key, layout.token, join(layout.root, 'clients')]
      : []),
    ...(wanted.logs ? [layout.logs, layout.telemetry] : []),
  ];
}

/**
 * Every file and link below a part, absolute, sorted; nothing where there is none. Links are not followed, and folders in which a
 * backup is made are not entered.
 * @param passedOver files, and folders with everything in them; absolute
 */
export async function filesBelow(part: string, passedOver: readonly string[] = []): Promise<string[]> {
  const stat = await lstat(part).catch(undefinedWhereGone);
  if (stat === undefined || passedOver.includes(part)) return [];
  if (!stat.isDirectory()) return stat.isFile() || stat.isSymbolicLink() ? [part] : [];
  const files: string[] = [];
  const folders = [part];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(noneWhereGone)) {
      const path = join(folder, entry.name);
      if (passedOver.includes(path)) continue;
      if (entry.isDirectory() && !isWorkFolder(entry.name)) folders.push(path);
      if ((entry.isFile() || entry.isSymbolicLink()) && !isTemporary(entry.name)) files.push(path);
    }
  }
  return files.toSorted();
}

/** What goes while it is being looked at is not part of this moment. */
function noneWhereGone(error: unknown): never[] {
  if (hasCode(error, 'ENOENT')) return [];
  throw error;
}

function isWorkFolder(name: string): boolean {
  return name.startsWith('.luka-');
}

/** Of a write that is going on, or that a crash broke off. */
function isTemporary(name: string): boolean {
  return name.endsWith('.tmp');
}

export function relativePath(root: string, file: string): string {
  return relative(root, file).replaceAll('\\', '/');
}
