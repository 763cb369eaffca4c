/**
 * Finds the meaning of questions: by a model where the index has its vectors and it answers in time, else by TF-IDF. Keeps the
 * vectors in memory, and reads them anew, after an answer, when the index has changed.
 */
import type { OpenIndex } from '../retrieve/open-index.ts';
import { loadChunks } from '../search/load-hits.ts';
import type { Embedder } from './embedder.ts';
import { FREQUENCIES_NOTE, type FrequenciesNote } from './embed-missing.ts';
import { featuresOf } from './features.ts';
import { Frequencies } from './frequencies.ts';
import type { Meaning } from './meaning.ts';
import { quantize } from './quantize.ts';
import { textOf } from './text-of.ts';
import { exactLikeness, tfIdfVector } from './tf-idf.ts';
import { VectorTable, type Neighbour } from './vector-table.ts';

/** Projected vectors find candidates; so many of them are compared exactly. */
const COMPARED = 40;
/** A model with vectors of fewer chunks than this part is still being asked for them. */
const ENOUGH = 0.9;
/** After a fault the model is left alone for so long. */
const REST_MS = 30_000;
const FRESH_MS = 1_000;

export interface MeaningsOptions {
  /** The embedder with this name, where it is known how to reach it. */
  readonly embedderOf: (model: string) => Embedder | undefined;
  /** How long a question waits for a model. */
  readonly patienceMs: number;
}

interface Held {
  readonly index: OpenIndex;
  readonly version: number;
  readonly at: number;
  readonly chunks: number;
  readonly frequencies: Frequencies | undefined;
  readonly words: VectorTable | undefined;
  readonly model: VectorTable | undefined;
}

export class Meanings {
  readonly #options: MeaningsOptions;
  #held: Held | undefined;
  #restsUntil = 0;
  #fault = '';
  #refresh: NodeJS.Immediate | undefined;

  constructor(options: MeaningsOptions) {
    this.#options = options;
  }

  /** Never fails for what a model does. @returns undefined where the index has no vectors at all */
  async of(index: OpenIndex, text: string): Promise<Meaning | undefined> {
    const held = this.#tables(index);
    const remarks: string[] = [];
    const { frequencies, chunks } = held;
    const model = held.model && (await this.#modelVector(held.model, text, remarks));
    if (held.model && model) {
      const table = held.model;
      const nearest = (most: number, allowed?: ReadonlySet<number>) => table.nearest(model, most, allowed);
      return { method: 'ollama', remarks, frequencies, chunks, nearest };
    }
    const { words } = held;
    if (!words || !frequencies)
      return remarks.length > 0 ? { ...NO_VECTORS, remarks, frequencies, chunks } : undefined;
    const vector = quantize(tfIdfVector(text, frequencies));
    const features = featuresOf(text);
    return {
      method: 'tf-idf',
      remarks,
      frequencies,
      chunks,
      nearest: (most, allowed) => {
        const found = words.nearest(vector, most, allowed);
        return compared(index, found, (chunk) => exactLikeness(features, chunk, frequencies));
      },
    };
  }

  /** To be called after an answer. */
  prepare(index: OpenIndex): void {
    const held = this.#held;
    if (this.#refresh || held?.index !== index || performance.now() - held.at < FRESH_MS) return;
    if (held.version === index.version) return;
    // In slices, while the old ones answer: whoever asks meanwhile must not wait for all.
    const slices = load(index);
    const step = (): void => {
      this.#refresh = undefined;
      if (this.#held !== held) return;
      const { done, value } = slices.next();
      if (done) this.#held = value;
      else this.#refresh = setImmediate(step);
    };
    this.#refresh = setImmediate(step);
  }

  /** Before the connection is closed. */
  close(): void {
    if (this.#refresh) clearImmediate(this.#refresh);
    this.#refresh = undefined;
    this.#held = undefined;
  }

  #tables(index: OpenIndex): Held {
    const held = this.#held;
    // An index without vectors gets them at any moment, and costs nothing to look at again.
    const isPoor = !held?.words && held?.version !== index.version;
    if (held?.index === index && !isPoor) return held;
    const slices = load(index);
    for (;;) {
      const { done, value } = slices.next();
      if (done) return (this.#held = value);
    }
  }

  async #modelVector(table: VectorTable, text: string, remarks: string[]): Promise<Int8Array | undefined> {
    const embedder = this.#options.embedderOf(table.model);
    if (!embedder) return undefined;
    if (performance.now() < this.#restsUntil) {
      remarks.push(this.#fault);
      return undefined;
    }
    try {
      const [vector] = await embedder.embed([text], AbortSignal.timeout(this.#options.patienceMs));
      if (vector?.length !== table.size)
        throw new Error(`it made a vector of ${vector?.length ?? 0} numbers in place of ${table.size}`);
      return quantize(vector);
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      const why = isLate ? `no answer within ${this.#options.patienceMs} ms` : messageOf(error);
      this.#fault = `the model ${table.model} could not be used (${why}), so TF-IDF was`;
      this.#restsUntil = performance.now() + REST_MS;
      remarks.push(this.#fault);
      return undefined;
    }
  }
}

const NO_VECTORS = { method: 'tf-idf', nearest: () => [] } as const;

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'ZodError' ? 'it answered something else' : error.message.slice(0, 200);
}

/** A little at each step. */
function* load(index: OpenIndex): Generator<undefined, Held> {
  const version = index.version;
  const { chunks } = index.get<{ chunks: number }>('select count(*) as chunks from chunks')!;
  const note = index.get<{ value: string }>(
    `select value from notes where source = '' and name = '${FREQUENCIES_NOTE}'`,
  );
  const known = note && (JSON.parse(note.value) as FrequenciesNote);
  const models = index.all<{ model: string; count: number }>(
    `select model, count(*) as count from vectors where model not like 'tf-idf:%' group by model order by count desc`,
  );
  yield undefined;
  const model = models.find(({ count }) => count >= ENOUGH * chunks)?.model;
  const words = known && VectorTable.begin(index, known.model);
  const byModel = model === undefined ? undefined : VectorTable.begin(index, model);
  for (const table of [words, byModel]) while (table?.readSlice()) yield undefined;
  return {
    index,
    version,
    at: performance.now(),
    chunks,
    frequencies: known && Frequencies.fromText(known.counts, known.total),
    words,
    model: byModel,
  };
}

/** The first ones by their exact likeness; the others stay behind them as they are. */
function compared(
  index: OpenIndex,
  found: readonly Neighbour[],
  likenessOf: (text: string) => number,
): Neighbour[] {
  const first = found.slice(0, COMPARED);
  const rows = loadChunks(
    index,
    first.map(({ chunk }) => chunk),
  );
  const exact = first.flatMap(({ chunk }) => {
    const row = rows.get(chunk);
    return row ? [{ chunk, likeness: likenessOf(textOf(row)) }] : [];
  });
  return [
    ...exact.filter(({ likeness }) => likeness > 0).toSorted((a, b) => b.likeness - a.likeness),
    ...found.slice(COMPARED),
  ];
}
