/** Starts after a time in which nothing changed, by the snapshot of the watcher, beside what the watcher takes for itself. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { homeLayout } from '#runtime/home/layout.ts';
import { createFolderEvents, type FolderEvents } from '#runtime/knowledge/sync/folder-events.ts';
import type { FromSyncWorker } from '#runtime/knowledge/sync/messages.ts';
import { Syncer } from '#runtime/knowledge/sync/syncer.ts';

export interface Starts {
  /** ms: the folder is followed, and all that is to be done is to find out that nothing changed. */
  readonly told: number[];
  /** ms, from the opening of the index until it is known to be as the folder is, and the folder is followed. */
  readonly whole: number[];
  /** ms that the watcher alone takes to follow the folder and to say what changed since its snapshot. */
  readonly watcher: number[];
}

/** @param home whose index has all of the folder, as the source `source` */
export async function measureStarts(
  home: string,
  { source, folder, rounds }: { readonly source: string; readonly folder: string; readonly rounds: number },
): Promise<Starts> {
  const layout = homeLayout(home);
  const snapshots = `${layout.knowledge}.watch`;
  const starts: Starts = { told: [], whole: [], watcher: [] };
  const bare = createFolderEvents();
  const events: FolderEvents = {
    ...bare,
    async since(of, file) {
      const before = performance.now();
      const paths = await bare.since(of, file);
      if (of === folder) starts.told.push(performance.now() - before);
      if (of === folder && paths.length > 0) throw new Error('something changed');
      return paths;
    },
  };
  await mkdir(layout.reports, { recursive: true });
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    const end = await bare.listen(
      folder,
      () => undefined,
      () => undefined,
    );
    await bare.since(folder, join(snapshots, `${source}.snapshot`));
    starts.watcher.push(performance.now() - begun);
    await end();

    const { promise: stopped, resolve } = Promise.withResolvers<void>();
    const hear = (message: FromSyncWorker): void => {
      if (message.is === 'wanted' && message.sources.includes(source))
        throw new Error('a look at every file was needed');
      if (message.is === 'stopped') resolve();
    };
    const before = performance.now();
    const syncer = new Syncer(
      {
        index: layout.knowledge,
        ledger: layout.database,
        reports: layout.reports,
        exports: join(home, 'exports'),
        snapshots,
        sources: [{ id: source, folder, events: true, slow: false }],
      },
      events,
      hear,
    );
    await syncer.start();
    await syncer.caughtUp();
    starts.whole.push(performance.now() - before);
    syncer.handle({ do: 'stop' });
    await stopped;
  }
  return starts;
}
