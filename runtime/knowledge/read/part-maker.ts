/** Cuts text that comes piece by piece into parts that are written one after another: none is larger than a few pieces. */
import type { Section } from '../chunks/chunk-sections.ts';
import { isSplitPair } from '../chunks/split-text.ts';
import { sectionsOfMany } from './records.ts';

/** UTF-16 units. Fewer and larger commits cost the tables of words less; this much is written within a fraction of a second. */
export const PART_UNITS = 4 * 1_048_576;

export interface ReadPart {
  readonly text: string;
  /** Offsets are those in this part. */
  readonly sections: readonly Section[];
}

export class PartMaker {
  readonly #most: number;
  #text = '';
  #records: number[] = [];

  constructor(most = PART_UNITS) {
    this.#most = most;
  }

  /** UTF-16 units that wait: where the next text will stand. */
  get length(): number {
    return this.#text.length;
  }

  /** A record begins where the next text will stand, or behind that. */
  record(at: number): void {
    this.#records.push(at);
  }

  /** @returns a part, where there is enough for one */
  add(text: string): ReadPart | undefined {
    this.#text += text;
    return this.#text.length < this.#most ? undefined : this.#cut(this.#place());
  }

  /** @returns what is left */
  end(): ReadPart | undefined {
    return this.#text === '' ? undefined : this.#cut(this.#text.length);
  }

  /** Where a record begins, else a line, else anywhere; not so early that parts grow small. */
  #place(): number {
    const text = this.#text;
    const least = this.#most / 2;
    const record = this.#records.at(-1) ?? 0;
    if (record >= least) return record;
    const line = text.lastIndexOf('\n') + 1;
    if (line >= least) return line;
    return isSplitPair(text, text.length - 1) ? text.length - 2 : text.length;
  }

  #cut(at: number): ReadPart {
    const text = this.#text.slice(0, at);
    const here = this.#records.filter((start) => start < at);
    this.#text = this.#text.slice(at);
    this.#records = this.#records.slice(here.length).map((start) => start - at);
    return { text, sections: sectionsOfMany(here, text.length) };
  }
}
