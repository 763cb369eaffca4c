/** Folders on another disk than the one they were read from: the place of a volume that is not mounted, and those that moved. */
import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import type { FolderEvents } from './folder-events.ts';
import { makePlace, NO_EVENTS, TestSyncer, type TestPlace } from './testing.ts';

/** It was read from another disk than the one that is there now. */
function onAnotherDisk({ job }: TestPlace): void {
  const db = new DatabaseSync(job.index);
  const { changes } = db
    .prepare(`update notes set value = '4711' where source = 'notes' and name = 'device'`)
    .run();
  db.close();
  expect(changes).toBe(1);
}

async function read(place: TestPlace, files: number): Promise<string[]> {
  const paths: string[] = [];
  for (let n = 0; n < files; n += 1) paths.push(await place.write(`${n}.md`, `apricot ${n}`));
  await using it = await TestSyncer.start(place);
  await it.sync();
  return paths;
}

it.each([
  ['nothing', undefined],
  ['a marker that is not read', '.DS_Store'],
  ['a marker that is read', 'README.md'],
  ['a marker with the name of a file of the volume', '0.md'],
])('the place of a volume, with %s in it, is absent, and what was read is kept', async (_, marker) => {
  await using place = await makePlace();
  for (const path of await read(place, 3)) await rm(path);
  if (marker !== undefined) await place.write(marker, 'The volume is not mounted here');
  onAnotherDisk(place);
  await using it = await TestSyncer.start(place);
  // However often that is asked for.
  for (const _time of ['first', 'second']) {
    expect(await it.sync()).toMatchObject({ state: 'done', added: 0, changed: 0, removed: 0 });
    expect(it.facts()).toMatchObject({ state: 'absent', documents: 3 });
  }
  expect(it.facts()?.message).toContain('its volume is not mounted');
  expect(it.facts()?.message).toContain('luka knowledge remove notes');
  expect(it.found('apricot')).toEqual(['0.md', '1.md', '2.md']);
});

it('and so it is where events of the time when nobody looked say that all is gone', async () => {
  await using place = await makePlace({ events: true });
  const paths = await read(place, 3);
  for (const path of paths) await rm(path);
  onAnotherDisk(place);
  const events: FolderEvents = { ...NO_EVENTS, since: () => Promise.resolve(paths) };
  await using it = await TestSyncer.start(place, events);
  // A look at everything is asked for in its place.
  expect(it.messages).toContainEqual({ is: 'wanted', sources: ['notes'] });
  expect(it.found('apricot')).toHaveLength(3);
  await it.sync();
  expect(it.facts()).toMatchObject({ state: 'absent', documents: 3 });
  expect(it.found('apricot')).toHaveLength(3);
});

it('a folder that moved to another disk with its files is read on', async () => {
  await using place = await makePlace();
  const [first, ...others] = await read(place, 3);
  // A copy: as new as if it were written now.
  await utimes(first!, new Date(), new Date(Date.now() - 1_000));
  for (const path of others) await rm(path);
  await place.write('new.md', 'apricot');
  onAnotherDisk(place);
  await using it = await TestSyncer.start(place);
  expect(await it.sync()).toMatchObject({ state: 'done', added: 1, removed: 2 });
  expect(it.facts()).toMatchObject({ state: 'ready', documents: 2 });
  // It is of this disk now: what goes from it is gone.
  await rm(first!);
  await rm(join(place.folder, 'new.md'));
  expect(await it.sync()).toMatchObject({ removed: 2 });
  expect(it.facts()).toMatchObject({ state: 'ready', documents: 0 });
});

it('a folder that was really replaced is read when its source is removed and added again', async () => {
  await using place = await makePlace();
  for (const path of await read(place, 3)) await rm(path);
  await place.write('other.md', 'banana');
  onAnotherDisk(place);
  await using it = await TestSyncer.start(place);
  await it.sync();
  expect(it.facts()?.state).toBe('absent');
  it.syncer.handle({ do: 'sources', sources: [] });
  await it.until(({ is }) => is === 'changed', 0);
  it.syncer.handle({ do: 'sources', sources: place.job.sources });
  expect(await it.sync()).toMatchObject({ added: 1 });
  expect([it.found('apricot'), it.found('banana')]).toEqual([[], ['other.md']]);
});
