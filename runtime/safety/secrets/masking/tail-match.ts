/**
 * Follows one long pattern from its head on (Knuth, Morris and Pratt, 1977): a step a byte, however often it begins
 * anew.
 */
import { HEAD_BYTES } from './pattern-trie.ts';

/** A pattern that is longer than its head. Shared by all streams it is looked for in. */
export class LongPattern {
  readonly bytes: Uint8Array;
  #borders: Int32Array | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The longest proper beginning of the first `length` bytes that is also their end. Made when it is first needed. */
  border(length: number): number {
    return (this.#borders ??= bordersOf(this.bytes))[length - 1]!;
  }
}

export class TailMatch {
  readonly pattern: LongPattern;
  /** Bytes that match so far; 0 while it is not followed. */
  matched = 0;

  constructor(pattern: LongPattern) {
    this.pattern = pattern;
  }

  /** Its head ended just now. @returns whether it has to be followed from here on, and was not */
  begin(): boolean {
    if (this.matched > 0) return false;
    this.matched = HEAD_BYTES;
    return true;
  }

  /** @returns whether the pattern ends with this byte */
  step(byte: number): boolean {
    const { bytes } = this.pattern;
    let at = this.matched;
    while (at >= HEAD_BYTES && bytes[at] !== byte) at = this.pattern.border(at);
    const ends = at >= HEAD_BYTES && at + 1 === bytes.length;
    if (ends) at = this.pattern.border(bytes.length);
    else if (at >= HEAD_BYTES) at += 1;
    // Shorter beginnings are seen by the automaton of heads.
    this.matched = at >= HEAD_BYTES ? at : 0;
    return ends;
  }
}

function bordersOf(pattern: Uint8Array): Int32Array {
  const borders = new Int32Array(pattern.length);
  let border = 0;
  for (let at = 1; at < pattern.length; at += 1) {
    const byte = pattern[at];
    while (border > 0 && pattern[border] !== byte) border = borders[border - 1]!;
    if (pattern[border] === byte) border += 1;
    borders[at] = border;
  }
  return borders;
}
