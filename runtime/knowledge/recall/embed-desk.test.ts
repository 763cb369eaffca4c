/** The real thread, over a real file: what is made, and that it comes to an end. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { programPath } from '../../home/programs.ts';
import { temporaryFolder } from '../../testing.ts';
import { addDocuments, makeIndex, openForFilling } from '../testing.ts';
import { EmbedDesk } from './embed-desk.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let desk: EmbedDesk;
let errors: unknown[];
beforeEach(async () => {
  folder = await temporaryFolder();
  errors = [];
  desk = new EmbedDesk({
    file: join(folder.path, 'knowledge.db'),
    // Nothing listens there.
    ollamaUrl: 'http://127.0.0.1:9',
    program: programPath('knowledge-embed-worker'),
    onError: (error) => errors.push(error),
    restMs: 1,
  });
});
afterEach(async () => {
  await desk.close();
  await folder[Symbol.asyncDispose]();
});

function vectors(file: string): number {
  const db = new DatabaseSync(file, { readOnly: true });
  const { count } = db.prepare('select count(*) as count from vectors').get() as { count: number };
  db.close();
  return count;
}

it('makes the vectors of what is there, and of what comes later', async () => {
  const file = makeIndex(folder.path, [{ path: '/a.md', text: 'one' }]);
  desk.look();
  await desk.idle();
  expect(vectors(file)).toBe(1);
  const db = openForFilling(file);
  addDocuments(db, [{ path: '/b.md', text: 'two' }]);
  db.close();
  desk.look();
  desk.look();
  await desk.idle();
  expect(vectors(file)).toBe(2);
  expect(errors).toEqual([]);
});

it('makes no index where there is none', async () => {
  desk.look();
  await desk.idle();
  expect(await readdir(folder.path)).toEqual([]);
  expect(errors).toEqual([]);
});

it('tells of a damaged index, and goes on with a good one', async () => {
  const file = join(folder.path, 'knowledge.db');
  await writeFile(file, 'no database '.repeat(1_000));
  desk.look();
  await desk.idle();
  expect(errors).toHaveLength(1);
  await writeFile(file, '');
  makeIndex(folder.path, [{ path: '/a.md', text: 'one' }]);
  desk.look();
  await desk.idle();
  expect(vectors(file)).toBe(1);
});

it('does nothing after its end', async () => {
  const file = makeIndex(folder.path, [{ path: '/a.md', text: 'one' }]);
  await desk.close();
  desk.look();
  await desk.idle();
  expect(vectors(file)).toBe(0);
});
