import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { IndexWriter } from '../index-store/index-writer.ts';
import { openIndex } from '../index-store/open-index.ts';
import { HeavyReader } from '../read/apart/heavy-reader.ts';
import { PATIENT, type Done } from './file-questions.ts';
import { FolderSync } from './folder-sync.ts';
import { seemLocal } from './local-disk.ts';
import { SourceList } from './source-list.ts';
import { SourceWork } from './source-work.ts';
import { SyncCount } from './sync-count.ts';
import { makePlace, NO_EVENTS, type TestPlace } from './testing.ts';
import { WatchedFolder } from './watched-folder.ts';

/** A list of one source on a drive that can be made to hang. */
async function listOf({ job, folder }: TestPlace) {
  const { db } = openIndex(job.index, Date.now());
  const writer = new IndexWriter(db);
  const heavy = new HeavyReader();
  const wanted: string[] = [];
  const held: (() => void)[] = [];
  const drive = { hangs: false };
  const questions = {
    ...PATIENT,
    real(path: string, done: Done<string>): void {
      const answer = (): void => PATIENT.real(path, done);
      if (drive.hangs) held.push(answer);
      else answer();
    },
  };
  const nothing = (): void => undefined;
  const list = new SourceList({
    make: (order) =>
      new SourceWork({
        folder: new FolderSync({ order, db, writer, heavy, limitMs: 40, questions }),
        watched: new WatchedFolder({
          folder,
          snapshots: job.snapshots,
          name: 'notes.snapshot',
          events: NO_EVENTS,
          onPaths: () => Promise.resolve(0),
          onLost: nothing,
          onError: nothing,
        }),
        writer,
        others: () => 0,
        onFacts: nothing,
      }),
    onMissed: () => Promise.resolve(),
    onWanted: ({ id }) => wanted.push(id),
    drop: () => Promise.resolve(),
  });
  await list.add(job.sources[0]!, { isNew: true });
  const source = list.get('notes')!;
  return {
    list,
    wanted,
    writer,
    drive,
    sync: () => source.next(() => source.syncAll(new SyncCount(1), source.signal, nothing)),
    /** What hung is answered after all. */
    wake(): void {
      drive.hangs = false;
      for (const answer of held.splice(0)) answer();
    },
    async [Symbol.asyncDispose]() {
      await list.close();
      await heavy.close();
      db.close();
    },
  };
}

it('a source on a drive that does not answer is wanted when it answers again', async () => {
  await using place = await makePlace({ events: true });
  await place.write('a.md', 'apricot');
  await using it = await listOf(place);
  await it.sync();
  await it.list.lookForAbsent();
  expect(it.wanted).toEqual([]);
  it.drive.hangs = true;
  await it.sync();
  await it.list.lookForAbsent();
  expect(it.wanted).toEqual([]);
  it.wake();
  await it.list.lookForAbsent();
  expect(it.wanted).toEqual(['notes']);
});

it('the place of a volume is not looked over again and again while nothing else is there', async () => {
  await using place = await makePlace({ events: true });
  const path = await place.write('a.md', 'apricot');
  await using it = await listOf(place);
  await it.sync();
  const device = it.writer.noteOf('notes', 'device')!;
  it.writer.note('notes', 'device', '4711');
  await rm(path);
  await it.sync();
  for (let look = 1; look < 10; look += 1) await it.list.lookForAbsent();
  expect(it.wanted).toEqual([]);
  // Now and then, as what cannot be followed: files may have been put there.
  await it.list.lookForAbsent();
  expect(it.wanted).toEqual(['notes']);
  await place.write('a.md', 'apricot');
  await it.sync();
  expect(it.writer.noteOf('notes', 'device')).toBe(device);
});

it('folders are taken for local by the names of mounts alone', async () => {
  expect(await seemLocal(['/Users/me', '/Volumes/nas', '/Network/x'], 'darwin')).toEqual(
    new Set(['/Users/me']),
  );
  expect(await seemLocal(['/any'], 'win32')).toEqual(new Set());
  if (process.platform === 'linux') expect(await seemLocal([tmpdir()])).toEqual(new Set([tmpdir()]));
});
