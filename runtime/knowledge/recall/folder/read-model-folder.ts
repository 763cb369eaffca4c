/**
 * What a folder of a model says of itself: sentence embeddings in ONNX, laid out as on Hugging Face and by sentence-transformers.
 * Only small files are read; whether the model runs, only its thread can tell. https://sbert.net/docs/sentence_transformer/usage/efficiency.html
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { LukaError } from '#shared/errors/luka-error.ts';

export type Pooling = 'mean' | 'cls' | 'max' | 'last';

export interface ModelFolder {
  readonly folder: string;
  readonly name: string;
  /** The model, absolute. */
  readonly file: string;
  /** Weights that lie beside it, by the name under which it asks for them. */
  readonly weights: readonly string[];
  readonly pooling: Pooling;
  /** What is longer is cut, tokens. */
  readonly longest: number;
  readonly padding: number;
  /** Put before what is asked, and before what is looked through. */
  readonly prefix: { readonly query: string; readonly passage: string };
}

/** A larger one does not fit into the memory of a model's thread with what it computes. */
const MOST_BYTES = 1_536 * 1_048_576;
const MOST_SMALL_BYTES = 4 * 1_048_576;
/** Time grows with the square of it, and a chunk is seldom longer. */
const LONGEST = 512;
/** The first of these that is there; what was made for processors is a quarter of the size and twice as fast. */
const PREFERRED = ['model_quantized.onnx', 'model_int8.onnx', 'model_uint8.onnx', 'model.onnx'];

const Config = z.looseObject({
  max_position_embeddings: z.int().positive().optional(),
  pad_token_id: z.int().min(0).nullish(),
});
const Limit = z.looseObject({
  max_seq_length: z.int().positive().nullish(),
  model_max_length: z.number().positive().nullish(),
});
const PoolingConfig = z.looseObject({
  pooling_mode_cls_token: z.boolean().default(false),
  pooling_mode_mean_tokens: z.boolean().default(false),
  pooling_mode_max_tokens: z.boolean().default(false),
  pooling_mode_lasttoken: z.boolean().default(false),
});
const Modules = z.array(z.looseObject({ type: z.string() }));
const Prompts = z.looseObject({ prompts: z.record(z.string(), z.string().max(2_000)).nullish() });

/** @throws LukaError model_folder_invalid */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const entries = await readdir(folder).catch((error: unknown) => {
    throw invalid(`${folder} cannot be read (${codeOf(error)})`, error);
  });
  for (const name of ['config.json', 'tokenizer.json'])
    if (!entries.includes(name)) throw invalid(`${folder} is no folder of a model: it has no ${name}`);
  const file = await findModel(folder);
  const config = (await readSmall(folder, 'config.json', Config))!;
  const limits = [
    await readSmall(folder, 'sentence_bert_config.json', Limit),
    await readSmall(folder, 'tokenizer_config.json', Limit),
  ];
  const modules = await readSmall(folder, 'modules.json', Modules);
  if (modules?.some(({ type }) => type.endsWith('.Dense')))
    throw invalid(
      `${folder} holds a model with a dense layer behind the pooling, which is not part of its ONNX file`,
    );
  const longest = [
    LONGEST,
    config.max_position_embeddings,
    ...limits.flatMap((limit) => [limit?.max_seq_length, limit?.model_max_length]),
  ].filter((each) => typeof each === 'number');
  return {
    folder,
    name: basename(folder),
    file,
    weights: await weightsOf(file),
    pooling: poolingOf(await readSmall(folder, '1_Pooling/config.json', PoolingConfig), folder),
    // Tokenizers without a limit give an astronomical one.
    longest: Math.max(4, Math.floor(Math.min(...longest))),
    padding: config.pad_token_id ?? 0,
    prefix: prefixOf(await readSmall(folder, 'config_sentence_transformers.json', Prompts), basename(folder)),
  };
}

async function findModel(folder: string): Promise<string> {
  for (const place of [join(folder, 'onnx'), folder]) {
    const found = (await readdir(place).catch(() => [])).filter((name) => /^model.*\.onnx$/.test(name));
    const name = PREFERRED.find((each) => found.includes(each)) ?? found.toSorted()[0];
    if (name !== undefined) return join(place, name);
  }
  throw invalid(`${folder} has no model in ONNX: neither onnx/model.onnx nor model.onnx`);
}

/** @returns the names of the weights beside a model; throws where all is too large */
async function weightsOf(file: string): Promise<string[]> {
  const own = basename(file);
  const beside = (await readdir(join(file, '..'))).filter(
    (name) => name.startsWith(`${own}_data`) || name === `${own}.data`,
  );
  let bytes = 0;
  for (const name of [own, ...beside]) bytes += (await stat(join(file, '..', name))).size;
  if (bytes > MOST_BYTES)
    throw invalid(
      `${file} is too large: ${Math.round(bytes / 1_048_576)} MB of at most ${MOST_BYTES / 1_048_576}`,
    );
  return beside;
}

function poolingOf(config: z.infer<typeof PoolingConfig> | undefined, folder: string): Pooling {
  if (!config) return 'mean';
  const chosen = (
    [
      ['cls', config.pooling_mode_cls_token],
      ['mean', config.pooling_mode_mean_tokens],
      ['max', config.pooling_mode_max_tokens],
      ['last', config.pooling_mode_lasttoken],
    ] as const
  ).flatMap(([pooling, isOn]) => (isOn ? [pooling] : []));
  if (chosen.length === 1) return chosen[0]!;
  throw invalid(`${folder}/1_Pooling/config.json asks for a pooling that is not known`);
}

/** E5 models are told so by their card alone. https://huggingface.co/intfloat/multilingual-e5-small */
function prefixOf(config: z.infer<typeof Prompts> | undefined, name: string): ModelFolder['prefix'] {
  const prompts = config?.prompts ?? {};
  const query = prompts['query'] ?? '';
  const passage = prompts['document'] ?? prompts['passage'] ?? '';
  if (query === '' && passage === '' && /(?:^|[-_])e5[-_]/i.test(name))
    return { query: 'query: ', passage: 'passage: ' };
  return { query, passage };
}

/** @returns undefined where there is no such file */
async function readSmall<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const file = join(folder, name);
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > MOST_SMALL_BYTES) throw invalid(`${file} is too large`);
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof LukaError) throw error;
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw invalid(`${file} cannot be read (${codeOf(error)})`, error);
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw invalid(`${file} does not say what the file of a model says there`, error);
  }
}

export function invalid(message: string, cause?: unknown): LukaError {
  return new LukaError('model_folder_invalid', { message, ...(cause === undefined ? {} : { cause }) });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
