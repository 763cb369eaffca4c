/** The model of a folder as a setting: over HTTP, in a whole Luka, with its real threads. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeTinyModel } from '../knowledge/recall/folder/tiny-model.ts';
import { temporaryFolder } from '../testing.ts';
import { startLuka } from './testing.ts';

let luka: Awaited<ReturnType<typeof startLuka>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let model: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  model = join(folder.path, 'small-model');
  const notes = join(folder.path, 'notes');
  await mkdir(notes);
  await writeFile(join(notes, 'garden.md'), '# Garden\n\nTomatoes and beans need watering.\n');
  await writeFile(join(notes, 'disk.md'), '# Disks\n\nThe drive is copied at night.\n');
  luka = await startLuka();
  await luka.client.addSource({ body: { folder: notes, watch: 'manual' } });
  await luka.client.startSync({ body: {} });
  while ((await luka.client.getSync()).sync?.state !== 'done') await pause(50);
  await luka.engine.retrieval.vectors.idle();
}, 60_000);
afterAll(async () => {
  await luka[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const use = (path: string | null) =>
  luka.client.updateSettings({ body: { embeddings: path === null ? null : { folder: path } } });
const recall = () => luka.client.recallKnowledge({ query: { q: 'vegetables', limit: 5 } });
const meaning = async () => (await luka.client.knowledgeStatus()).meaning;

it('refuses what is no folder of a model, and stays as it was', async () => {
  await expect(use(join(folder.path, 'nowhere'))).rejects.toMatchObject({ code: 'model_folder_invalid' });
  await expect(use(join(folder.path, 'notes'))).rejects.toMatchObject({
    code: 'model_folder_invalid',
    message: expect.stringContaining('no config.json') as unknown,
  });
  await expect(use('models/here')).rejects.toMatchObject({ code: 'request_invalid' });
  expect((await luka.client.getSettings()).embeddings).toBeNull();
  expect(await meaning()).toBeUndefined();
});

it('makes its vectors when it is set, finds by them, and is told in the status', async () => {
  await writeTinyModel(model);
  await use(model);
  await luka.engine.retrieval.vectors.idle();
  const status = await meaning();
  expect(status).toMatchObject({ method: 'folder', folder: model });
  expect(status?.done).toBe(status?.chunks);
  await expect.poll(async () => (await recall()).method, { timeout: 20_000 }).toBe('folder');
  const answer = await recall();
  expect(answer.remarks).toEqual([]);
  expect(answer.hits[0]?.citation.path).toMatch(/garden\.md$/);
});

it('says why it cannot be used, also in the status, and is well again when it can', async () => {
  await writeTinyModel(model, { files: { 'onnx/model.onnx': 'garbage' } });
  luka.engine.retrieval.vectors.look();
  await luka.engine.retrieval.vectors.idle();
  expect((await meaning())?.fault).toMatch(/model\.onnx cannot be used/);
  await use(null);
  expect(await meaning()).toBeUndefined();
  expect(await recall()).toMatchObject({ method: 'tf-idf', remarks: [] });
  await rm(model, { recursive: true });
  await writeTinyModel(model, { kind: 'sentence' });
  await use(model);
  await luka.engine.retrieval.vectors.idle();
  expect((await meaning())?.fault).toBeUndefined();
  await expect.poll(async () => (await recall()).method, { timeout: 20_000 }).toBe('folder');
});
