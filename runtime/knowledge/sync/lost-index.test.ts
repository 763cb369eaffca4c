import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { INDEX_VERSION } from '../index-store/schema.ts';
import type { SourceOrder } from './messages.ts';
import { makePlace, NO_EVENTS, TestSyncer, type TestPlace } from './testing.ts';

/** One that is looked at only when asked, and one that is looked at by the clock. */
async function twoSources(place: TestPlace): Promise<SourceOrder[]> {
  const timed = join(place.path, 'timed');
  await mkdir(timed);
  await writeFile(join(timed, 'b.md'), 'apricot');
  await place.write('a.md', 'apricot');
  return [...place.job.sources, { id: 'timed', folder: timed, events: false, slow: true }];
}

const wantedOf = ({ messages }: TestSyncer): string[] =>
  messages
    .flatMap((message) => (message.is === 'wanted' ? message.sources : []))
    .filter((id) => id !== 'luka')
    .toSorted();

it.each([
  ['damaged', 'damage', (index: string) => writeFile(index, 'no index'.repeat(1_000))],
  [
    'of another version',
    'version',
    async (index: string) => {
      const db = new DatabaseSync(index);
      db.exec(`pragma user_version = ${INDEX_VERSION + 1}`);
      db.close();
    },
  ],
])('an index that was %s is filled anew from every source', async (_, because, spoil) => {
  await using place = await makePlace();
  const sources = await twoSources(place);
  {
    await using it = await TestSyncer.start(place, NO_EVENTS, { sources });
    await it.sync('notes', 'timed');
  }
  {
    // What was read and is still there is not read again by itself.
    await using it = await TestSyncer.start(place, NO_EVENTS, { sources });
    expect(wantedOf(it)).toEqual([]);
  }
  await spoil(place.job.index);
  {
    await using it = await TestSyncer.start(place, NO_EVENTS, { sources });
    expect(it.messages[0]).toMatchObject({ is: 'open', setAside: { because } });
    expect(wantedOf(it)).toEqual(['notes', 'timed']);
    await it.sync('notes');
  }
  {
    // It came to an end before the other one was read: that one is still due.
    await using it = await TestSyncer.start(place, NO_EVENTS, { sources });
    expect(wantedOf(it)).toEqual(['timed']);
    await it.sync('timed');
    expect(it.all('select source from documents order by source')).toEqual([
      { source: 'notes' },
      { source: 'timed' },
    ]);
  }
  await using it = await TestSyncer.start(place, NO_EVENTS, { sources });
  expect(wantedOf(it)).toEqual([]);
});

it('a source that is new is synced only by whoever adds it', async () => {
  await using place = await makePlace();
  const sources = await twoSources(place);
  await using it = await TestSyncer.start(place, NO_EVENTS, { sources: [] });
  it.syncer.handle({ do: 'sources', sources });
  await it.until((message) => message.is === 'source' && message.facts.id === 'timed', 0);
  await it.sync('luka');
  expect(wantedOf(it)).toEqual([]);
});
