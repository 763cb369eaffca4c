/** The real thread, and files that come, go, change and are damaged under it. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { programPath } from '../../home/programs.ts';
import { temporaryFolder } from '../../testing.ts';
import { addDocuments, makeIndex, openForFilling } from '../testing.ts';
import { WorkerRetriever } from './worker-retriever.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let retriever: WorkerRetriever;
let errors: unknown[];
const make = (more: { program?: string; patienceMs?: number } = {}): WorkerRetriever =>
  new WorkerRetriever({
    file: join(folder.path, 'knowledge.db'),
    ollamaUrl: 'http://127.0.0.1:9',
    program: programPath('knowledge-search-worker'),
    clock: systemClock,
    onError: (error) => errors.push(error),
    ...more,
  });

beforeEach(async () => {
  folder = await temporaryFolder();
  errors = [];
  retriever = make();
});
afterEach(async () => {
  await retriever.close();
  await folder[Symbol.asyncDispose]();
});

const pathsOf = async (q: string): Promise<string[]> =>
  (await retriever.search({ q, limit: 10 })).hits.map(({ citation }) => citation.path);
const note = (path: string, text: string) => ({ path, text });

it('answers with nothing where there is no index, and with what comes', async () => {
  expect(await retriever.search({ q: 'fox', limit: 10 })).toMatchObject({ hits: [], total: 0 });
  expect(await retriever.recall({ q: 'fox', limit: 10 })).toMatchObject({ hits: [], method: 'tf-idf' });
  expect(await retriever.passages([1])).toEqual([]);
  makeIndex(folder.path, [note('/a.md', 'a fox')]);
  expect(await pathsOf('fox')).toEqual(['/a.md']);
  const [hit] = (await retriever.search({ q: 'fox', limit: 10 })).hits;
  expect(await retriever.passages([99, hit!.chunk])).toEqual([
    {
      chunk: hit!.chunk,
      at: '1970-01-01T00:00:00.000Z',
      text: 'a fox',
      citation: expect.objectContaining({ path: '/a.md', line: 1, lastLine: 1 }) as unknown,
    },
  ]);
});

it('sees what another connection commits at once', async () => {
  const db = openForFilling(join(folder.path, 'knowledge.db'));
  addDocuments(db, [note('/a.md', 'a fox')]);
  expect(await pathsOf('fox')).toEqual(['/a.md']);
  addDocuments(db, [note('/b.md', 'a fox and a hen')]);
  expect((await pathsOf('fox')).toSorted()).toEqual(['/a.md', '/b.md']);
  expect(await pathsOf('hen')).toEqual(['/b.md']);
  db.close();
});

it('takes the new file where the old one was set aside', async () => {
  const file = makeIndex(folder.path, [note('/old.md', 'a fox')]);
  expect(await pathsOf('fox')).toEqual(['/old.md']);
  await rename(file, `${file}.aside`);
  for (const suffix of ['-wal', '-shm']) await rm(file + suffix, { force: true });
  expect(await pathsOf('fox')).toEqual([]);
  makeIndex(folder.path, [note('/new.md', 'a fox')]);
  expect(await pathsOf('fox')).toEqual(['/new.md']);
});

it('says that it cannot be asked where the file is damaged, and is well again with a good one', async () => {
  const file = join(folder.path, 'knowledge.db');
  await writeFile(file, 'this is no database, '.repeat(1_000));
  await expect(retriever.search({ q: 'fox', limit: 10 })).rejects.toMatchObject({
    code: 'knowledge_unavailable',
  });
  await expect(retriever.recall({ q: 'fox', limit: 10 })).rejects.toMatchObject({
    code: 'knowledge_unavailable',
  });
  await rm(file);
  makeIndex(folder.path, [note('/a.md', 'a fox')]);
  expect(await pathsOf('fox')).toEqual(['/a.md']);
});

it('refuses an index of another version', async () => {
  const db = openForFilling(join(folder.path, 'knowledge.db'));
  db.exec('pragma user_version = 77');
  db.close();
  await expect(retriever.search({ q: 'fox', limit: 10 })).rejects.toThrow(/version 77/);
});

describe('a thread that dies or hangs', () => {
  /** Dies, hangs or answers, as it is asked. */
  const PROGRAM = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, request }) => {
      if (request.q === 'die') throw new Error('died');
      if (request.q === 'exit') process.exit(3);
      if (request.q === 'hang') for (;;);
      if (request.q !== 'silence') parentPort.postMessage({ id, value: { hits: [], total: 7 } });
    });`;
  const ask = (q: string) => retriever.search({ q, limit: 1 });

  beforeEach(async () => {
    const program = join(folder.path, 'program.mjs');
    await writeFile(program, PROGRAM);
    retriever = make({ program, patienceMs: 500 });
  });

  it.each(['die', 'exit', 'hang'])('%s: whoever waits is told, and the next one is answered', async (how) => {
    expect(await ask('well')).toMatchObject({ total: 7 });
    const waiting = [ask('silence'), ask(how), ask('silence')];
    for (const result of await Promise.allSettled(waiting))
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'knowledge_unavailable' } });
    expect(await ask('well')).toMatchObject({ total: 7 });
    expect(errors).toHaveLength(how === 'die' ? 1 : 0);
  });

  it('is not waited for at the end', async () => {
    const waiting = ask('silence');
    const [told] = await Promise.allSettled([waiting, retriever.close()]);
    expect(told).toMatchObject({ status: 'rejected', reason: { code: 'knowledge_unavailable' } });
    await expect(ask('well')).rejects.toMatchObject({ code: 'knowledge_unavailable' });
  });
});
