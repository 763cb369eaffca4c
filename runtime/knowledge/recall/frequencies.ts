/**
 * How many chunks have a feature, in a table of a fixed size (features that share a place are counted together), from a
 * sample. It is kept with the vectors, since both sides of a comparison must weigh alike.
 */
import { featuresOf } from './features.ts';

const PLACES = 65_536;

export class Frequencies {
  readonly #counts: Uint32Array;
  /** Chunks counted. */
  total: number;

  constructor(counts: Uint32Array = new Uint32Array(PLACES), total = 0) {
    this.#counts = counts;
    this.total = total;
  }

  add(text: string): void {
    this.total += 1;
    for (const feature of featuresOf(text).keys()) this.#counts[feature % PLACES]! += 1;
  }

  /** The part of chunks that have it, 0 to 1. */
  share(feature: number): number {
    return this.total === 0 ? 0 : this.#counts[feature % PLACES]! / this.total;
  }

  /** Inverse document frequency, smoothed; never 0. */
  idf(feature: number): number {
    return Math.log((this.total + 1) / (this.#counts[feature % PLACES]! + 0.5)) + 0.1;
  }

  toText(): string {
    return Buffer.from(this.#counts.buffer, this.#counts.byteOffset, this.#counts.byteLength).toString(
      'base64',
    );
  }

  /** @returns undefined where it is none */
  static fromText(text: string, total: number): Frequencies | undefined {
    const bytes = Buffer.from(text, 'base64');
    if (bytes.byteLength !== PLACES * 4) return undefined;
    return new Frequencies(new Uint32Array(Uint8Array.from(bytes).buffer), total);
  }
}
