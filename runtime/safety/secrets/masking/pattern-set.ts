/** All patterns of one kind: short ones whole, of long values at first only the heads of their forms. */
import type { Forms } from '../forms/index.ts';
import { HEAD_BYTES, PatternTrie } from './pattern-trie.ts';
import { LongPattern } from './tail-match.ts';

/** Bytes. Longer values are written out in a form only when a head of it was seen. */
const WRITTEN_OUT = 2_048;
/** Enough of a value for the head of every form, with what base64 leaves out at its ends. */
const SAMPLE = 64;

export interface PatternGroup {
  readonly values: Iterable<Buffer>;
  /** The ways they may be written. */
  readonly families: readonly Forms[];
}

type Source = () => Buffer[];

export class PatternSet {
  readonly trie = new PatternTrie();
  readonly #sources = new Map<number, Source[]>();
  readonly #long = new Map<number, LongPattern[]>();

  constructor(groups: readonly PatternGroup[]) {
    for (const { values, families } of groups)
      for (const value of values)
        for (const forms of families) {
          if (value.length <= WRITTEN_OUT) this.#addAll(forms(value));
          else this.#addHeads(value, forms);
        }
    this.trie.seal();
  }

  /** The long patterns whose heads end at a node. */
  longPatterns(node: number): readonly LongPattern[] {
    let known = this.#long.get(node);
    if (!known) {
      const patterns = new Map<string, Buffer>();
      for (const source of this.#sources.get(node) ?? [])
        for (const pattern of source()) patterns.set(pattern.toString('latin1'), pattern);
      known = [...patterns.values()].map((pattern) => new LongPattern(pattern));
      this.#long.set(node, known);
      this.#sources.delete(node);
    }
    return known;
  }

  #addAll(patterns: readonly Buffer[]): void {
    for (const pattern of patterns) {
      if (pattern.length === 0) continue;
      const head = pattern.subarray(0, HEAD_BYTES);
      const goesOn = pattern.length > HEAD_BYTES;
      const node = this.trie.add(head, goesOn);
      if (goesOn) this.#addSource(node, () => [pattern]);
    }
  }

  #addHeads(value: Buffer, forms: Forms): void {
    const heads = new Map<string, Buffer>();
    for (const pattern of forms(sampleOf(value))) {
      const head = pattern.subarray(0, HEAD_BYTES);
      heads.set(head.toString('latin1'), head);
    }
    for (const head of heads.values())
      this.#addSource(this.trie.add(head, true), () =>
        forms(value).filter((pattern) => head.equals(pattern.subarray(0, HEAD_BYTES))),
      );
  }

  #addSource(node: number, source: Source): void {
    const sources = this.#sources.get(node);
    if (sources) sources.push(source);
    else this.#sources.set(node, [source]);
  }
}

/** The beginning of a value, cut between two characters of UTF-8. */
function sampleOf(value: Buffer): Buffer {
  let end = SAMPLE;
  while (end > 0 && (value[end]! & 0xc0) === 0x80) end -= 1;
  return value.subarray(0, end === 0 ? SAMPLE : end);
}
