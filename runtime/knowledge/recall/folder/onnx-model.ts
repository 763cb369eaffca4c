/** A model of a folder, in memory: texts in, vectors out. For a thread of its own; while it computes, nothing else does. */
import { Tokenizer } from '@huggingface/tokenizers';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { LukaError } from '#shared/errors/luka-error.ts';
import { onnxRuntime } from '../../../home/places.ts';
import type { AskedAs } from '../embedder.ts';
import { normalised, pool } from './pool.ts';
import { invalid, readModelFolder, type ModelFolder } from './read-model-folder.ts';

/** Texts in one go: more need memory, and are no faster on one core. */
const BATCH = 8;
/** Of a text, a token; what is cut away before it is counted is cut away after it as well. */
const MOST_CHARACTERS = 16;
/** What models of texts are given. Anything else belongs to another kind of model. */
const INPUTS = new Set(['input_ids', 'attention_mask', 'token_type_ids', 'position_ids']);

export class OnnxModel {
  /** `folder:<name>:<digest>`: vectors of one name can be compared with each other. */
  readonly model: string;
  readonly #about: ModelFolder;
  readonly #tokenizer: Tokenizer;
  readonly #session: InferenceSession;

  private constructor(about: ModelFolder, model: string, tokenizer: Tokenizer, session: InferenceSession) {
    this.#about = about;
    this.model = model;
    this.#tokenizer = tokenizer;
    this.#session = session;
  }

  /** @throws LukaError model_folder_invalid, which says what of it is wrong */
  static async open(folder: string): Promise<OnnxModel> {
    const about = await readModelFolder(folder);
    const text = await readFile(join(folder, 'tokenizer.json'), 'utf8');
    const bytes = await readFile(about.file);
    const digest = createHash('sha256').update(bytes).update(text);
    digest.update(JSON.stringify([about.pooling, about.longest, about.prefix]));
    const weights = [];
    for (const path of about.weights) {
      const data = await readFile(join(about.file, '..', path));
      digest.update(data);
      weights.push({ path, data });
    }
    const tokenizer = await openTokenizer(folder, text);
    const session = await openSession(about.file, bytes, weights);
    return new OnnxModel(
      about,
      `folder:${about.name}:${digest.digest('hex').slice(0, 12)}`,
      tokenizer,
      session,
    );
  }

  /** One vector a text, of length one. @throws an error that says what is wrong */
  async embed(texts: readonly string[], asked: AskedAs): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let at = 0; at < texts.length; at += BATCH)
      vectors.push(
        ...(await this.#batch(texts.slice(at, at + BATCH).map((text) => this.#tokens(text, asked)))),
      );
    return vectors;
  }

  /** The last token ends a text for most models, so it is kept where the text is cut. */
  #tokens(text: string, asked: AskedAs): number[] {
    const { longest, prefix } = this.#about;
    const { ids } = this.#tokenizer.encode(prefix[asked] + text.slice(0, longest * MOST_CHARACTERS));
    if (ids.length <= longest) return ids.length === 0 ? [this.#about.padding] : ids;
    return [...ids.slice(0, longest - 1), ids.at(-1)!];
  }

  async #batch(texts: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const width = Math.max(...texts.map(({ length }) => length));
    const filled = (valueAt: (ids: readonly number[], at: number) => number): Tensor => {
      const values = new BigInt64Array(texts.length * width);
      for (const [row, ids] of texts.entries())
        for (let at = 0; at < width; at += 1) values[row * width + at] = BigInt(valueAt(ids, at));
      return new Tensor('int64', values, [texts.length, width]);
    };
    const made: Record<string, () => Tensor> = {
      input_ids: () => filled((ids, at) => ids[at] ?? this.#about.padding),
      attention_mask: () => filled((ids, at) => (at < ids.length ? 1 : 0)),
      token_type_ids: () => filled(() => 0),
      position_ids: () => filled((_, at) => at),
    };
    const feeds = Object.fromEntries(this.#session.inputNames.map((name) => [name, made[name]!()]));
    const outputs = await this.#session.run(feeds);
    const output = outputs['sentence_embedding'] ?? outputs[this.#session.outputNames[0]!]!;
    return this.#vectors(output, texts);
  }

  #vectors(output: Tensor, texts: readonly (readonly number[])[]): Float32Array[] {
    const { dims, data } = output;
    const size = dims.at(-1) ?? 0;
    if (
      !(data instanceof Float32Array) ||
      size < 2 ||
      dims[0] !== texts.length ||
      dims.length < 2 ||
      dims.length > 3
    )
      throw new Error(
        `the model made numbers of the shape ${dims.join(' x ')}, which are no vectors of texts`,
      );
    const each = data.length / texts.length;
    return texts.map(({ length }, row) => {
      const own = data.subarray(row * each, (row + 1) * each);
      const vector = normalised(
        dims.length === 2 ? own.slice() : pool(own, length, size, this.#about.pooling),
      );
      if (!vector) throw new Error('the model made a vector of zeros, or of numbers that are none');
      return vector;
    });
  }
}

async function openTokenizer(folder: string, text: string): Promise<Tokenizer> {
  try {
    const config = await readFile(join(folder, 'tokenizer_config.json'), 'utf8').catch(() => '{}');
    const tokenizer = new Tokenizer(JSON.parse(text) as object, JSON.parse(config) as object);
    tokenizer.encode('a');
    return tokenizer;
  } catch (error) {
    throw invalid(`${folder}/tokenizer.json cannot be used (${wordsOf(error)})`, error);
  }
}

type Weights = NonNullable<InferenceSession.SessionOptions['externalData']>;

async function openSession(file: string, bytes: Uint8Array, weights: Weights): Promise<InferenceSession> {
  env.wasm.numThreads = 1;
  env.wasm.wasmBinary ??= await readFile(onnxRuntime());
  let session: InferenceSession;
  try {
    // What is wrong is thrown as well; the thread has nowhere to print it.
    const logSeverityLevel = 4;
    const options = { executionProviders: ['wasm'], externalData: weights, logSeverityLevel } as const;
    session = await InferenceSession.create(bytes, options);
  } catch (error) {
    throw invalid(`${file} cannot be used (${wordsOf(error)})`, error);
  }
  const strange = session.inputNames.find((name) => !INPUTS.has(name));
  if (strange !== undefined || !session.inputNames.includes('input_ids'))
    throw invalid(`${file} is no model of texts: it wants ${session.inputNames.join(', ')}`);
  return session;
}

function wordsOf(error: unknown): string {
  const text = error instanceof LukaError || error instanceof Error ? error.message : String(error);
  // What of it is the runtime's own way to say that something failed.
  const plain = text.replace(/^Can't create a session\. ERROR_CODE: \d+, ERROR_MESSAGE: /, '');
  return plain.replace(/\s+/g, ' ').replaceAll(';', ',').slice(0, 200).replace(/\.$/, '');
}
