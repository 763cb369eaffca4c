/** A drive that may take its time, from the walk to the index. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { IndexWriter } from '../index-store/index-writer.ts';
import { openIndex } from '../index-store/open-index.ts';
import { HeavyReader } from '../read/apart/heavy-reader.ts';
import { PATIENT, type PatientQuestions } from './file-questions.ts';
import { FolderSync } from './folder-sync.ts';
import { SyncCount } from './sync-count.ts';
import type { SyncEnd } from './sync-round.ts';
import { makePlace, TestSyncer, type TestPlace } from './testing.ts';

it('is synced as any other', async () => {
  await using place = await makePlace({ slow: true });
  await place.write('a.md', 'apricot');
  await place.write('deep/er/b.txt', 'banana');
  await place.write('.gitignore', 'secret.md\n');
  await place.write('secret.md', 'apricot');
  await place.write('binary.md', new Uint8Array([0x89, 0x50, 0, 0, 1, 2]));
  await using it = await TestSyncer.start(place);
  expect(await it.sync()).toMatchObject({ state: 'done', added: 2, skipped: 1 });
  expect([it.found('apricot'), it.found('banana')]).toEqual([['a.md'], ['deep/er/b.txt']]);
  await place.write('a.md', 'avocado');
  await rm(join(place.folder, 'deep'), { recursive: true });
  expect(await it.sync()).toMatchObject({ state: 'done', changed: 1, removed: 1 });
  expect([it.found('avocado'), it.found('banana')]).toEqual([['a.md'], []]);
  expect(await it.sync()).toMatchObject({ bytes: 0, files: 2 });
});

type Hang = 'bytes' | 'stats' | 'entries';

/** Hangs at whatever has one of these names, in the question that is named. */
function hangingAt(hangs: ReadonlyMap<string, Hang>): PatientQuestions {
  const isStuck = (path: string, question: string): boolean =>
    hangs.get(path.slice(path.lastIndexOf('/') + 1)) === question;
  return {
    ...PATIENT,
    bytes: (path, done) => (isStuck(path, 'bytes') ? undefined : PATIENT.bytes(path, done)),
    stats: (path, done) => (isStuck(path, 'stats') ? undefined : PATIENT.stats(path, done)),
    entries: (path, done) => (isStuck(path, 'entries') ? undefined : PATIENT.entries(path, done)),
  };
}

/** A source of its own, without a worker around it. */
async function openFolder({ job }: TestPlace, questions: PatientQuestions) {
  const { db } = openIndex(job.index, Date.now());
  const heavy = new HeavyReader();
  const writer = new IndexWriter(db);
  const folder = new FolderSync({ order: job.sources[0]!, db, writer, heavy, limitMs: 60, questions });
  return {
    async sync(): Promise<[SyncEnd, SyncCount]> {
      const count = new SyncCount(1);
      const { signal } = new AbortController();
      return [await folder.syncAll({ count, signal, onBatch: () => undefined }), count];
    },
    texts: () =>
      db
        .prepare('select text from chunks order by text')
        .all()
        .map(({ text }) => text),
    skipped: () =>
      db
        .prepare('select path, reason from skipped')
        .all()
        .map((row) => Object.assign({}, row)),
    async [Symbol.asyncDispose]() {
      await heavy.close();
      db.close();
    },
  };
}

const FAILING = { is: 'failing', message: '1 files or folders did not answer in time' };

it.each([
  ['a file while it is read', 'b.md', 'bytes'],
  ['a file while it is looked at', 'b.md', 'stats'],
  ['a folder', 'deep', 'entries'],
] as const)(
  'that does not answer for %s keeps the text it had, and all else is read',
  async (_, name, question) => {
    await using place = await makePlace({ slow: true });
    const hangs = new Map<string, Hang>();
    await using it = await openFolder(place, hangingAt(hangs));
    await place.write('a.md', 'apricot');
    await place.write('deep/b.md', 'banana');
    expect((await it.sync())[0]).toEqual({ is: 'done' });
    expect(it.texts()).toEqual(['apricot', 'banana']);

    hangs.set(name, question);
    await place.write('a.md', 'avocado');
    await place.write('deep/b.md', 'blueberry');
    await place.write('c.md', 'cherry');
    const [end, count] = await it.sync();
    expect(end).toEqual(FAILING);
    expect(count).toMatchObject({ added: 1, changed: 1, removed: 0, skipped: 1 });
    expect(it.texts()).toEqual(['avocado', 'banana', 'cherry']);

    // What answers again is read again, whatever was noted of it.
    hangs.clear();
    expect((await it.sync())[0]).toEqual({ is: 'done' });
    expect(it.texts()).toEqual(['avocado', 'blueberry', 'cherry']);
  },
);

it('that never answered for a file has it listed with the reason, until it does', async () => {
  await using place = await makePlace({ slow: true });
  const path = await place.write('a.md', 'apricot');
  const hangs = new Map<string, Hang>([['a.md', 'bytes']]);
  await using it = await openFolder(place, hangingAt(hangs));
  expect((await it.sync())[0]).toEqual(FAILING);
  expect([it.texts(), it.skipped()]).toEqual([[], [{ path, reason: 'timed-out' }]]);
  hangs.clear();
  expect((await it.sync())[0]).toEqual({ is: 'done' });
  expect([it.texts(), it.skipped()]).toEqual([['apricot'], []]);
});
