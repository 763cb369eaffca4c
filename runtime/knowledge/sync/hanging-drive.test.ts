/** A drive that does not answer: nothing but its own source waits for it, and that not for ever. */
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { INDEX_SCHEMA } from '../index-store/schema.ts';
import { IndexWriter } from '../index-store/index-writer.ts';
import { BoundedIo } from './bounded-io.ts';
import { PATIENT, type PatientQuestions } from './file-questions.ts';
import type { FolderEvents } from './folder-events.ts';
import type { FromSyncWorker, SourceOrder } from './messages.ts';
import { PathLook } from './path-look.ts';
import { SourceFilter } from './source-filter.ts';
import { SourceRoot } from './source-root.ts';
import { makePlace, NO_EVENTS, TestSyncer, type TestPlace } from './testing.ts';

/** The system never begins to follow that folder, until it is let. */
function hangsAt(folder: string): FolderEvents & { readonly let: () => void } {
  const held = Promise.withResolvers<void>();
  return {
    ...NO_EVENTS,
    let: held.resolve,
    async listen(of, ...rest) {
      if (of === folder) await held.promise;
      return NO_EVENTS.listen(of, ...rest);
    },
  };
}

async function withOther(place: TestPlace): Promise<SourceOrder[]> {
  const folder = join(place.path, 'other');
  await mkdir(folder);
  await writeFile(join(folder, 'b.md'), 'banana');
  await place.write('a.md', 'apricot');
  return [...place.job.sources, { id: 'other', folder, events: true, slow: false }];
}

const isReady =
  (id: string) =>
  (message: FromSyncWorker): boolean =>
    message.is === 'source' && message.facts.id === id && message.facts.state === 'ready';

describe('a folder that the system never begins to follow', () => {
  it('keeps no other source and no message waiting; its sync can be cancelled, and all be stopped', async () => {
    await using place = await makePlace({ events: true });
    const sources = await withOther(place);
    // Longer than this test may take.
    const job = { sources, limitMs: 600_000 };
    await using it = await TestSyncer.start(place, hangsAt(place.folder), job, { waits: false });
    const both = it.sync('notes', 'other');
    await it.until(isReady('other'), 0);
    it.syncer.handle({ do: 'sync', sync: 1, sources: ['luka'] });
    await it.until(isReady('luka'), 0);
    it.syncer.handle({ do: 'cancel' });
    expect((await both).state).toBe('cancelled');
    expect(it.facts('other')?.documents).toBe(1);
    // Another one is not held up by what still waits.
    expect(await it.sync('other')).toMatchObject({ state: 'done', files: 1 });
    it.syncer.handle({ do: 'sources', sources: sources.filter(({ id }) => id !== 'notes') });
    await it.until((message) => message.is === 'changed' && message.source === 'notes', 0);
  });

  it('is read all the same after a while, and says that changes are not noticed', async () => {
    await using place = await makePlace({ events: true });
    const sources = await withOther(place);
    const events = hangsAt(place.folder);
    await using it = await TestSyncer.start(place, events, { sources, limitMs: 50 });
    expect(it.facts()).toMatchObject({
      state: 'failing',
      message: 'changes in it are not noticed: not answered within 0.05 s',
    });
    expect(it.messages).toContainEqual({ is: 'wanted', sources: ['notes'] });
    expect(await it.sync()).toMatchObject({ state: 'done', added: 1 });
    expect(it.facts()).toMatchObject({
      state: 'ready',
      documents: 1,
      message: 'changes in it are not noticed: not answered within 0.05 s',
    });
    // It is followed at last: what happened in between can be told only by a look at everything.
    const wanted = it.until((message) => message.is === 'wanted');
    events.let();
    expect(await wanted).toEqual({ is: 'wanted', sources: ['notes'] });
    await it.sync();
    expect(it.facts()).toMatchObject({ state: 'ready', message: undefined });
  });
});

describe('what is never answered', () => {
  const hang = (): void => undefined;
  const order: SourceOrder = { id: 'notes', folder: '/', events: true, slow: false };
  const rootOf = (questions: Partial<PatientQuestions>, io: BoundedIo): SourceRoot => {
    const db = new DatabaseSync(':memory:');
    db.exec(INDEX_SCHEMA);
    return new SourceRoot(order, new IndexWriter(db), io, { ...PATIENT, ...questions });
  };

  it.each(['real', 'stats', ...(process.platform === 'linux' ? ['kind'] : [])])(
    'of a folder is given up in time: %s',
    async (question) => {
      const root = rootOf({ [question]: hang }, new BoundedIo({ atOnce: 2, limitMs: 40 }));
      expect(await root.look()).toEqual({ is: 'failing', message: '/: not answered within 0.04 s' });
      expect(root.isSilent).toBe(true);
    },
  );

  it('is not waited for when the sync is cancelled', async () => {
    const root = rootOf({ stats: hang }, new BoundedIo({ atOnce: 2, limitMs: 600_000 }));
    const ending = new AbortController();
    const look = root.look(ending.signal);
    ending.abort();
    expect((await look).is).toBe('failing');
  });

  it('of an ignore file is given up in time', async () => {
    await using place = await makePlace();
    const path = await place.write('a.md', 'apricot');
    const io = new BoundedIo({ atOnce: 2, limitMs: 40 });
    const look = new PathLook(place.folder, new SourceFilter({}), io, { ...PATIENT, text: hang });
    expect(await look.at(path)).toEqual({
      skip: { path, reason: 'timed-out', message: 'not answered within 0.04 s' },
    });
  });

  it('as a pipe in the place of an ignore file is not read', async () => {
    await using place = await makePlace({ events: true });
    await place.write('a.md', 'apricot');
    execFileSync('mkfifo', [join(place.folder, '.gitignore')]);
    await using it = await TestSyncer.start(place);
    expect(await it.sync()).toMatchObject({ state: 'done', added: 1 });
    const look = new PathLook(
      place.folder,
      new SourceFilter({}),
      new BoundedIo({ atOnce: 2, limitMs: 20_000 }),
      PATIENT,
    );
    expect(await look.at(join(place.folder, 'a.md'))).toMatchObject({ file: { kind: 'markdown' } });
  });
});
