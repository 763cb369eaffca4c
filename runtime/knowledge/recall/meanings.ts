/**
 * Finds the meaning of questions: by a model where the index has its vectors and it answers in time, else by TF-IDF. Keeps the
 * vectors in memory, and reads them anew, after an answer, when the index has changed.
 */
import type { OpenIndex } from '../retrieve/open-index.ts';
import type { WantedModel } from '../retrieve/protocol.ts';
import { loadChunks } from '../search/load-hits.ts';
import type { Embedder } from './embedder.ts';
import { FREQUENCIES_NOTE, type FrequenciesNote } from './embed-missing.ts';
import { featuresOf } from './features.ts';
import { ModelOpening } from './folder/folder-embedder.ts';
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
/** The first question waits so long for a model to be opened: by other vectors it may find nothing. */
const OPENING_MS = 5_000;

export interface MeaningsOptions {
  /** The embedder with this name, where it is known how to reach it. */
  readonly embedderOf: (model: string, folder?: string) => Embedder | undefined;
  /** How long a question waits for a model. */
  readonly patienceMs: number;
}

interface Held {
  readonly index: OpenIndex;
  /** Of the model that was wanted. */
  readonly folder: string | undefined;
  readonly version: number;
  readonly at: number;
  readonly chunks: number;
  readonly frequencies: Frequencies | undefined;
  readonly words: VectorTable | undefined;
  readonly model: { readonly table: VectorTable; readonly embedder: Embedder } | undefined;
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
  async of(index: OpenIndex, text: string, wanted?: WantedModel): Promise<Meaning | undefined> {
    const held = this.#tables(index, wanted?.folder);
    const remarks: string[] = [];
    const { frequencies, chunks } = held;
    const vectorOfModel = held.model && (await this.#modelVector(held.model, text, remarks));
    if (held.model && vectorOfModel) {
      const { table, embedder } = held.model;
      const nearest = (most: number, allowed?: ReadonlySet<number>) =>
        table.nearest(vectorOfModel, most, allowed);
      return { method: embedder.method, remarks, frequencies, chunks, nearest };
    }
    if (wanted && remarks.length === 0) remarks.push(absenceOf(wanted));
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
    const slices = this.#load(index, held.folder);
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

  #tables(index: OpenIndex, folder: string | undefined): Held {
    const held = this.#held;
    // An index without vectors gets them at any moment, and costs nothing to look at again.
    const isPoor = !held?.words && held?.version !== index.version;
    if (held?.index === index && held.folder === folder && !isPoor) return held;
    const slices = this.#load(index, folder);
    for (;;) {
      const { done, value } = slices.next();
      if (done) return (this.#held = value);
    }
  }

  /** A little at each step. */
  *#load(index: OpenIndex, folder: string | undefined): Generator<undefined, Held> {
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
    const [usable] = models.flatMap(({ model, count }) => {
      const embedder = count >= ENOUGH * chunks ? this.#options.embedderOf(model, folder) : undefined;
      return embedder ? [{ model, embedder }] : [];
    });
    const words = known && VectorTable.begin(index, known.model);
    const table = usable && VectorTable.begin(index, usable.model);
    for (const each of [words, table]) while (each?.readSlice()) yield undefined;
    return {
      index,
      folder,
      version,
      at: performance.now(),
      chunks,
      frequencies: known && Frequencies.fromText(known.counts, known.total),
      words,
      model: table && { table, embedder: usable.embedder },
    };
  }

  async #modelVector(
    { table, embedder }: NonNullable<Held['model']>,
    text: string,
    remarks: string[],
  ): Promise<Int8Array | undefined> {
    if (performance.now() < this.#restsUntil) {
      remarks.push(this.#fault);
      return undefined;
    }
    try {
      await embedder.ready?.(AbortSignal.timeout(OPENING_MS));
      const patience = AbortSignal.timeout(this.#options.patienceMs);
      const [vector] = await embedder.embed([text], patience, 'query');
      if (vector?.length !== table.size)
        throw new Error(`it made a vector of ${vector?.length ?? 0} numbers in place of ${table.size}`);
      return quantize(vector);
    } catch (error) {
      if (error instanceof ModelOpening) {
        remarks.push(`the model ${table.model} is being opened, so TF-IDF was used`);
        return undefined;
      }
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      const why = isLate ? `no answer within ${this.#options.patienceMs} ms` : messageOf(error);
      this.#fault = `the model ${table.model} could not be used (${why}), so TF-IDF was used`;
      this.#restsUntil = performance.now() + REST_MS;
      remarks.push(this.#fault);
      return undefined;
    }
  }
}

function absenceOf({ folder, fault }: WantedModel): string {
  return fault === undefined
    ? `the model in ${folder} has not made all vectors yet, so TF-IDF was used`
    : `the model in ${folder} could not be used (${fault}), so TF-IDF was used`;
}

const NO_VECTORS = { method: 'tf-idf', nearest: () => [] } as const;

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'ZodError' ? 'it answered something else' : error.message.slice(0, 200);
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
