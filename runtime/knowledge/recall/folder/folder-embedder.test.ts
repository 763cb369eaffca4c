/** Real models of a few KB, run by the real runtime in the real thread: what they mean, and all that can be wrong with a folder. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../testing.ts';
import { FolderEmbedder } from './folder-embedder.ts';
import { readModelFolder } from './read-model-folder.ts';
import { TINY_SIZE, writeTinyModel, type TinyModel } from './tiny-model.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let open: FolderEmbedder[];
beforeEach(async () => {
  folder = await temporaryFolder();
  open = [];
});
afterEach(async () => {
  for (const embedder of open) await embedder[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

async function openModel(model: TinyModel = {}): Promise<FolderEmbedder> {
  await writeTinyModel(folder.path, model);
  const embedder = await FolderEmbedder.open({ folder: folder.path });
  open.push(embedder);
  return embedder;
}
const soon = (): AbortSignal => AbortSignal.timeout(20_000);
const likeness = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

describe('what a model of a folder means', () => {
  it.each<[string, TinyModel]>([
    ['a vector a token, pooled as it says', {}],
    ['a vector a text', { kind: 'sentence' }],
    ['without a word about pooling', { files: { '1_Pooling/config.json': null } }],
    ['by the largest', { files: { '1_Pooling/config.json': { pooling_mode_max_tokens: true } } }],
    ['beside its configuration, and made for processors', { file: 'onnx/model_quantized.onnx' }],
    ['in the folder itself', { file: 'model.onnx' }],
  ])('%s', async (_how, model) => {
    const embedder = await openModel(model);
    expect(embedder.method).toBe('folder');
    expect(embedder.model).toMatch(/^folder:luka-test-\w+:[0-9a-f]{12}$/);
    const [disk, drive, garden, thai] = await embedder.embed(
      ['the disk', 'an external DRIVE, of which much more is said', 'tomatoes and beans', 'ดิสก์'],
      soon(),
    );
    expect(disk).toHaveLength(TINY_SIZE);
    for (const vector of [disk!, drive!, garden!, thai!]) expect(likeness(vector, vector)).toBeCloseTo(1, 4);
    expect(likeness(disk!, drive!)).toBeGreaterThan(0.9);
    expect(likeness(disk!, garden!)).toBeLessThan(0.1);
    expect(likeness(thai!, garden!)).toBeLessThan(0.1);
  });

  it('the same alone and among others, and longer texts are cut where the model ends', async () => {
    const embedder = await openModel();
    const [alone] = await embedder.embed(['disk'], soon());
    const among = await embedder.embed(
      ['mail '.repeat(40), 'disk', ...Array(20).fill('garden')] as string[],
      soon(),
    );
    expect(among).toHaveLength(22);
    expect([...among[1]!]).toEqual([...alone!]);
    const [cut] = await embedder.embed([`${'disk '.repeat(62)}${'garden '.repeat(5_000)}`], soon());
    expect(likeness(cut!, alone!)).toBeGreaterThan(0.999);
    expect((await embedder.embed([''], soon()))[0]).toHaveLength(TINY_SIZE);
    expect(await embedder.embed([], soon())).toEqual([]);
  });

  it('is another model where anything of it that counts is another', async () => {
    const names = new Set<string>();
    for (const model of [
      {},
      { kind: 'sentence' },
      { files: { '1_Pooling/config.json': { pooling_mode_cls_token: true } } },
      { files: { 'sentence_bert_config.json': { max_seq_length: 16 } } },
    ] as const) {
      names.add((await openModel(model)).model);
      names.add((await openModel(model)).model);
    }
    expect(names.size).toBe(4);
  });

  it('tells a model that was trained so what is asked, and what is looked through', async () => {
    const embedder = await openModel({
      files: { 'config_sentence_transformers.json': { prompts: { query: 'mail ', document: 'garden ' } } },
    });
    const [asked] = await embedder.embed(['nothing known'], soon(), 'query');
    const [passage] = await embedder.embed(['nothing known'], soon(), 'passage');
    const [mail, garden] = await embedder.embed(['mail mail mail', 'garden'], soon());
    expect(likeness(asked!, mail!)).toBeGreaterThan(likeness(passage!, mail!));
    expect(likeness(passage!, garden!)).toBeGreaterThan(likeness(asked!, garden!));
  });
});

it('reads of E5 what only its card says', async () => {
  const e5 = join(folder.path, 'multilingual-e5-small');
  await writeTinyModel(e5);
  expect((await readModelFolder(e5)).prefix).toEqual({ query: 'query: ', passage: 'passage: ' });
});

describe('a folder that cannot be used', () => {
  const garbage = 'not a model at all '.repeat(100);
  it.each<[string, TinyModel, RegExp]>([
    ['no configuration', { files: { 'config.json': null } }, /no config\.json/],
    ['no tokenizer', { files: { 'tokenizer.json': null } }, /no tokenizer\.json/],
    ['no model', { files: { 'onnx/model.onnx': null } }, /no model in ONNX/],
    ['garbage for a model', { files: { 'onnx/model.onnx': garbage } }, /model\.onnx cannot be used/],
    ['half of a model', { files: { 'onnx/model.onnx': new Uint8Array([8, 8, 58, 200]) } }, /cannot be used/],
    ['garbage for a configuration', { files: { 'config.json': '{"hidden' } }, /config\.json does not say/],
    ['another configuration', { files: { 'config.json': [1, 2] } }, /config\.json does not say/],
    ['garbage for a tokenizer', { files: { 'tokenizer.json': '{' } }, /tokenizer\.json cannot be used/],
    [
      'a tokenizer of no kind',
      { files: { 'tokenizer.json': { model: { type: 'Magic' } } } },
      /tokenizer\.json/,
    ],
    [
      'a pooling nobody knows',
      { files: { '1_Pooling/config.json': { pooling_mode_weightedmean_tokens: true } } },
      /pooling/,
    ],
    [
      'a dense layer',
      { files: { 'modules.json': [{ type: 'sentence_transformers.models.Dense' }] } },
      /dense layer/,
    ],
    ['a model of pictures', { kind: 'odd' }, /no model of texts.*pixel_values/],
  ])('has %s', async (_what, model, fault) => {
    await expect(openModel(model)).rejects.toThrow(fault);
  });

  it('is not there, or is a file', async () => {
    await expect(FolderEmbedder.open({ folder: join(folder.path, 'gone') })).rejects.toThrow(/ENOENT/);
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    await expect(FolderEmbedder.open({ folder: file })).rejects.toThrow(/ENOTDIR/);
    await expect(readModelFolder(file)).rejects.toMatchObject({ code: 'model_folder_invalid' });
  });

  it('is refused where it holds another model than the vectors are of', async () => {
    await writeTinyModel(folder.path);
    const embedder = new FolderEmbedder({ folder: folder.path, model: 'folder:other:0123456789ab' });
    open.push(embedder);
    await expect(embedder.embed(['disk'], soon())).rejects.toThrow(/another model/);
  });
});

describe('a model that hangs', () => {
  it('is ended when it was waited for long enough, and opened anew when asked again', async () => {
    const embedder = await openModel({ kind: 'hangs' });
    const started = performance.now();
    await expect(embedder.embed(['disk'], AbortSignal.timeout(300))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    expect(performance.now() - started).toBeLessThan(2_000);
    await writeTinyModel(folder.path);
    await expect(embedder.embed(['disk'], soon())).rejects.toThrow(/another model/);
  });

  it('takes with it whoever waits behind it', async () => {
    const embedder = await openModel({ kind: 'hangs' });
    const answers = await Promise.allSettled([
      embedder.embed(['disk'], AbortSignal.timeout(300)),
      embedder.embed(['garden'], AbortSignal.timeout(10_000)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('does not open for ever', async () => {
    await writeTinyModel(folder.path);
    await expect(FolderEmbedder.open({ folder: folder.path, openMs: 1 })).rejects.toThrow(
      /did not open within 1 ms/,
    );
  });

  it('is waited for by nobody while it opens, and answers when it has', async () => {
    const { model } = await openModel();
    const embedder = new FolderEmbedder({ folder: folder.path, model });
    open.push(embedder);
    await expect(embedder.embed(['disk'], AbortSignal.timeout(1))).rejects.toMatchObject({
      name: 'ModelOpening',
    });
    expect(await embedder.embed(['disk'], soon())).toHaveLength(1);
    await rm(folder.path, { recursive: true });
    expect(await embedder.embed(['disk'], soon())).toHaveLength(1);
  });
});
