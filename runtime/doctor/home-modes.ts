/** Owner and mode of what lies in a home. */
import { lstat } from 'node:fs/promises';
import { undefinedWhereGone } from '../home/atomic-file.ts';
import type { HomeLayout } from '../home/layout.ts';

export interface Looked {
  readonly path: string;
  readonly mode: number;
  readonly owner: number;
  readonly isFolder: boolean;
}

/** @param uid whose they should be; undefined where the system has no users */
export async function foreignOrLoose(
  layout: HomeLayout,
  uid: number | undefined,
): Promise<{ looked: number; loose: Looked[]; foreign: Looked[] }> {
  const looked = await look(layout);
  return {
    looked: looked.length,
    loose: looked.filter(({ mode }) => (mode & 0o077) !== 0),
    foreign: uid === undefined ? [] : looked.filter(({ owner }) => owner !== uid),
  };
}

async function look(layout: HomeLayout): Promise<Looked[]> {
  const found = await Promise.all(
    pathsOf(layout).map(async (path): Promise<Looked | undefined> => {
      const stat = await lstat(path).catch(undefinedWhereGone);
      // The mode of a link says nothing.
      if (stat === undefined || stat.isSymbolicLink()) return undefined;
      return { path, mode: stat.mode & 0o7777, owner: stat.uid, isFolder: stat.isDirectory() };
    }),
  );
  return found.filter((one) => one !== undefined);
}

/** The token and the home itself have checks of their own. */
function pathsOf(layout: HomeLayout): string[] {
  const { queue, releases, secrets, database, knowledge } = layout;
  return [
    database,
    `${database}-wal`,
    `${database}-shm`,
    knowledge,
    layout.lock,
    layout.endpoint,
    layout.settings,
    layout.policy,
    layout.auditHead,
    layout.log,
    secrets.folder,
    secrets.key,
    secrets.names,
    queue.inbox,
    queue.running,
    queue.done,
    queue.failed,
    layout.tasks,
    layout.modules,
    layout.reports,
    layout.logs,
    layout.scratch,
    layout.staged,
    layout.snapshots,
    releases.modules,
    releases.luka,
  ];
}
