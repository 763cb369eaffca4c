/** All vectors of one model in memory, compared one by one: for tens of thousands that is a few milliseconds, and exact. */
import type { OpenIndex } from '../retrieve/open-index.ts';
import { lengthOf } from './quantize.ts';

export interface Neighbour {
  readonly chunk: number;
  /** Cosine, -1 to 1. */
  readonly likeness: number;
}

/** Rows that are read at once: about five milliseconds. */
const SLICE = 1_000;

export class VectorTable {
  readonly model: string;
  /** Bytes of a vector. */
  readonly size: number;
  readonly #index: OpenIndex;
  #chunks: Float64Array;
  #lengths: Float32Array;
  #bytes: Int8Array;
  #count = 0;
  #after = 0;

  private constructor(index: OpenIndex, model: string, size: number) {
    this.#index = index;
    this.model = model;
    this.size = size;
    const { count } = index.get<{ count: number }>(
      'select count(*) as count from vectors where model = ?',
      model,
    )!;
    this.#chunks = new Float64Array(count);
    this.#lengths = new Float32Array(count);
    this.#bytes = new Int8Array(count * size);
  }

  /** Without its vectors, which `readSlice` gets. @returns undefined where the model has none */
  static begin(index: OpenIndex, model: string): VectorTable | undefined {
    const first = index.get<{ size: number }>(
      'select length(vector) as size from vectors where model = ? limit 1',
      model,
    );
    return first ? new VectorTable(index, model, first.size) : undefined;
  }

  /** @returns whether there are more. What came after the beginning is left for the next table. */
  readSlice(): boolean {
    const rows = this.#index.all<{ at: number; chunk: number; vector: Uint8Array }>(
      'select rowid as at, chunk, vector from vectors where model = ? and rowid > ? order by rowid limit ?',
      this.model,
      this.#after,
      SLICE,
    );
    for (const { at, chunk, vector } of rows) {
      this.#after = at;
      if (vector.byteLength !== this.size || this.#count === this.#chunks.length) continue;
      const bytes = new Int8Array(vector.buffer, vector.byteOffset, vector.byteLength);
      this.#chunks[this.#count] = chunk;
      this.#lengths[this.#count] = lengthOf(bytes);
      this.#bytes.set(bytes, this.#count * this.size);
      this.#count += 1;
    }
    return rows.length === SLICE;
  }

  /** @returns the nearest, the best first; what is not alike at all is left out */
  nearest(query: Int8Array, most: number, allowed?: ReadonlySet<number>): Neighbour[] {
    const { size } = this;
    const bytes = this.#bytes;
    const own = lengthOf(query);
    if (own === 0 || query.length !== size) return [];
    const best: Neighbour[] = [];
    let least = 0.02;
    for (let at = 0, from = 0; at < this.#count; at += 1, from += size) {
      const dot = dotOf(query, bytes, from);
      const likeness = dot / (own * this.#lengths[at]!);
      if (!(likeness > least)) continue;
      const chunk = this.#chunks[at]!;
      if (allowed && !allowed.has(chunk)) continue;
      best.push({ chunk, likeness });
      if (best.length < most * 2) continue;
      // Sorted seldom: what is not among the best now never will be.
      best.sort((a, b) => b.likeness - a.likeness).length = most;
      least = best.at(-1)!.likeness;
    }
    return best.toSorted((a, b) => b.likeness - a.likeness).slice(0, most);
  }
}

/** Four sums at once: the processor need not wait for one to add to it. */
function dotOf(query: Int8Array, bytes: Int8Array, from: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = query.length & ~3;
  for (let at = 0, other = from; at < whole; at += 4, other += 4) {
    a = (a + Math.imul(query[at]!, bytes[other]!)) | 0;
    b = (b + Math.imul(query[at + 1]!, bytes[other + 1]!)) | 0;
    c = (c + Math.imul(query[at + 2]!, bytes[other + 2]!)) | 0;
    d = (d + Math.imul(query[at + 3]!, bytes[other + 3]!)) | 0;
  }
  let sum = a + b + c + d;
  for (let at = whole; at < query.length; at += 1) sum += query[at]! * bytes[from + at]!;
  return sum;
}
