/** A file in blocks of whole lines, one after another, in bounded memory. For a thread of its own: it waits for the disk. */
import type { KeptFile } from '../logs/kept-file.ts';

const NEWLINE = 0x0a;
/** Larger strings live outside of the engine's heap, and making one costs ten times as much. */
const BLOCK_BYTES = 65_536;
const READ_BYTES = 1_048_576;
/** A longer line comes in pieces. */
export const LONGEST_LINE = 16 * 1_048_576;
/** What a piece has of the one before, so that a match at the cut is not missed. */
const OVERLAP_BYTES = 65_536;

export interface LineBlock {
  /** Valid until the next block is asked for. */
  readonly bytes: Buffer;
  /** Of its first byte in the file. */
  readonly offset: number;
  /** Its first line began in a block before, at this offset. */
  readonly lineStart: number | undefined;
}

export class LineBlocks {
  readonly #file: KeptFile;
  /** Of the file, as far as it is read. */
  readonly #end: number;
  #buffer: Buffer;
  #from = 0;
  #to = 0;
  /** Of the byte at `#to`. */
  #offset = 0;
  #lineStart: number | undefined;

  constructor(file: KeptFile, end: number) {
    this.#file = file;
    this.#end = end;
    this.#buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, end));
  }

  /** Of the next block's first byte. */
  get offset(): number {
    return this.#offset - (this.#to - this.#from);
  }

  next(): LineBlock | undefined {
    for (;;) {
      const cut = this.#cut();
      if (cut !== undefined) return this.#take(cut, cut, undefined);
      const rest = this.#to - this.#from;
      if (this.#offset >= this.#end) return rest > 0 ? this.#take(this.#to, this.#to, undefined) : undefined;
      if (rest >= LONGEST_LINE) {
        const begun = this.#lineStart ?? this.offset;
        return this.#take(this.#to, this.#to - OVERLAP_BYTES, begun);
      }
      if (!this.#read()) return rest > 0 ? this.#take(this.#to, this.#to, undefined) : undefined;
    }
  }

  /** Behind the last line break of a block's length, or the first one after it. */
  #cut(): number | undefined {
    const wanted = this.#from + BLOCK_BYTES;
    if (wanted > this.#to) return undefined;
    const last = this.#buffer.lastIndexOf(NEWLINE, wanted - 1);
    if (last >= this.#from) return last + 1;
    const next = this.#buffer.subarray(0, this.#to).indexOf(NEWLINE, wanted);
    return next < 0 ? undefined : next + 1;
  }

  #take(end: number, next: number, begun: number | undefined): LineBlock {
    const block = {
      bytes: this.#buffer.subarray(this.#from, end),
      offset: this.offset,
      lineStart: this.#lineStart,
    };
    this.#from = next;
    this.#lineStart = begun;
    return block;
  }

  /** @returns false where the file ends before it should: it was cut off meanwhile */
  #read(): boolean {
    this.#buffer.copyWithin(0, this.#from, this.#to);
    this.#to -= this.#from;
    this.#from = 0;
    if (this.#to === this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(LONGEST_LINE + READ_BYTES, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, this.#to);
      this.#buffer = larger;
    }
    const most = Math.min(this.#buffer.length - this.#to, this.#end - this.#offset);
    const read = this.#file.read(this.#buffer, this.#to, most, this.#offset);
    this.#to += read;
    this.#offset += read;
    return read > 0;
  }
}
