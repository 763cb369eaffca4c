/** Recall by the model of a folder, and what it says where the model cannot be used: real files, real threads. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { programPath } from '../../../home/programs.ts';
import { temporaryFolder } from '../../../testing.ts';
import { IndexReader } from '../../retrieve/index-reader.ts';
import { makeIndex, openForFilling } from '../../testing.ts';
import { EmbedDesk } from '../embed-desk.ts';
import { embedMissing, embedMissingBy } from '../embed-missing.ts';
import { FolderEmbedder } from './folder-embedder.ts';
import { TINY_SIZE, writeTinyModel } from './tiny-model.ts';

const DOCUMENTS = [
  {
    path: '/disk.md',
    text: '# Disks\n\nCopying the archives to the external drive needs a mounted volume.\n',
  },
  { path: '/garden.md', text: '# Garden\n\nTomatoes and beans like the sun and need watering.\n' },
  { path: '/mail.md', text: '# Mail\n\nConfiguration of the mail server, and its certificates.\n' },
];
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let file: string;
let model: string;
let open: (Disposable | AsyncDisposable)[];
beforeEach(async () => {
  folder = await temporaryFolder();
  file = makeIndex(folder.path, DOCUMENTS);
  model = join(folder.path, 'model');
  open = [];
});
afterEach(async () => {
  for (const each of open)
    await (Symbol.asyncDispose in each ? each[Symbol.asyncDispose]() : each[Symbol.dispose]());
  await folder[Symbol.asyncDispose]();
});

async function embed(wanted: string | undefined = model): Promise<EmbedDesk> {
  const desk = new EmbedDesk({
    file,
    ollamaUrl: 'http://127.0.0.1:9',
    folder: () => wanted,
    program: programPath('knowledge-embed-worker'),
    onError: () => undefined,
    restMs: 1,
  });
  open.push({ [Symbol.asyncDispose]: () => desk.close() });
  desk.look();
  await desk.idle();
  return desk;
}

function reader(modelPatienceMs = 10_000): IndexReader {
  const made = new IndexReader({
    file,
    modelPatienceMs,
    embedderOf(name, wanted) {
      if (wanted === undefined || !name.startsWith('folder:')) return undefined;
      const embedder = new FolderEmbedder({ folder: wanted, model: name });
      open.push(embedder);
      return embedder;
    },
  });
  open.push(made);
  return made;
}
const ask = (from: IndexReader, fault?: string) =>
  from.recall({ q: 'vegetables', limit: 3 }, Date.UTC(2026, 5, 15), { folder: model, fault });

it('finds what has none of the words, and goes back to TF-IDF when no model is wanted any more', async () => {
  await writeTinyModel(model);
  const desk = await embed();
  expect(desk.byModel).toMatchObject({ method: 'folder', folder: model, done: 3, chunks: 3, made: 3 });
  const from = reader();
  const answer = await ask(from);
  expect(answer).toMatchObject({ method: 'folder', remarks: [] });
  expect(answer.hits[0]?.citation.path).toBe('/garden.md');
  expect(await from.recall({ q: 'tomatoes', limit: 3 }, 0)).toMatchObject({ method: 'tf-idf', remarks: [] });
});

describe('falls back to TF-IDF and says so', () => {
  it('before its vectors are made', async () => {
    await writeTinyModel(model);
    const { method, remarks } = await ask(reader());
    expect([method, ...remarks]).toEqual([
      'tf-idf',
      `the model in ${model} has not made all vectors yet, so TF-IDF was used`,
    ]);
  });

  it.each([
    ['is gone', /ENOENT/, () => rm(model, { recursive: true })],
    [
      'is no model',
      /cannot be used/,
      () => writeTinyModel(model, { files: { 'onnx/model.onnx': 'garbage' } }),
    ],
    ['holds another model', /another model/, () => writeTinyModel(model, { kind: 'sentence' })],
  ])('where the folder %s', async (_what, why, spoil) => {
    await writeTinyModel(model);
    await embed();
    await spoil();
    const { method, remarks, hits } = await ask(reader());
    expect(method).toBe('tf-idf');
    expect(remarks).toHaveLength(1);
    expect(remarks[0]).toMatch(/the model folder:model:\w+ could not be used \(.*\), so TF-IDF was used/);
    expect(remarks[0]).toMatch(why);
    expect(hits).toBeDefined();
  });

  it('where the folder never was one, with what its thread said', async () => {
    await writeTinyModel(model, { files: { 'tokenizer.json': null } });
    const desk = await embed();
    expect(desk.byModel).toMatchObject({ method: 'folder', done: 0, chunks: 3 });
    const { method, remarks } = await ask(reader(), desk.byModel?.fault);
    expect(method).toBe('tf-idf');
    expect(remarks[0]).toMatch(
      /the model in .* could not be used \(.*no tokenizer\.json\), so TF-IDF was used/,
    );
  });

  it.each([
    ['hangs', 'hangs', /no answer within 400 ms/, 400],
    ['makes vectors of another size', 'hidden', /a vector of 5 numbers in place of 7/, 10_000],
  ] as const)('where the model %s', async (_what, kind, why, patience) => {
    await writeTinyModel(model, { kind });
    let name: string;
    {
      await using embedder = await FolderEmbedder.open({ folder: model });
      name = embedder.model;
    }
    const db = openForFilling(file);
    embedMissing(db);
    const size = kind === 'hangs' ? TINY_SIZE : TINY_SIZE + 2;
    const made = { method: 'folder', model: name } as const;
    const vectors = (texts: readonly string[]) => texts.map(() => new Float32Array(size).fill(1));
    await embedMissingBy(
      db,
      { ...made, embed: (texts) => Promise.resolve(vectors(texts)) },
      { budgetMs: 5_000 },
    );
    db.close();
    const from = reader(patience);
    let answer = await ask(from);
    // It says that it opens first, where that takes longer.
    for (let tries = 0; /opened/.test(answer.remarks.join()) && tries < 50; tries += 1)
      answer = await ask(from);
    expect(answer.method).toBe('tf-idf');
    expect(answer.remarks.join()).toMatch(why);
  });
});
