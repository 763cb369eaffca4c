/** Finds patterns in a stream of bytes that comes in pieces, and says from where on a pattern may still be coming. */
import type { PatternSet } from './pattern-set.ts';
import type { Span } from './spans.ts';
import { TailMatch } from './tail-match.ts';

const LINE_FEED = 0x0a;
const RETURN = 0x0d;
/** A line break of a program that wraps is one or two bytes; what stands behind an empty line is something else. */
const MAX_BREAK = 2;
/** A shorter beginning tells nothing, and is not worth keeping a line back for. */
export const TELLING_BYTES = 4;

export class PatternSearch {
  readonly #set: PatternSet;
  readonly #wraps: boolean;
  #node = 0;
  /** By the node of their head. */
  readonly #tails = new Map<number, TailMatch[]>();
  /** Those that are followed. */
  readonly #going: TailMatch[] = [];
  /** Bytes that were given. */
  #position = 0;
  /** Where breaks were passed over: how many bytes were looked at before, and how many breaks there were up to then. */
  #breaks: { after: number; count: number }[] = [];
  #breakCount = 0;
  /** The last break, and how many stand there side by side. */
  #brokeAt = -1;
  #breakRun = 0;
  #found: Span[] = [];

  /** @param wraps whether line breaks inside of a pattern are passed over */
  constructor(set: PatternSet, wraps: boolean) {
    this.#set = set;
    this.#wraps = wraps;
  }

  /** @returns what was found up to here: by position, apart from each other */
  search(bytes: Uint8Array): Span[] {
    const { trie } = this.#set;
    const { rows } = trie;
    const wraps = this.#wraps;
    const going = this.#going;
    const before = this.#position;
    let node = this.#node;
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index]!;
      if (wraps && (byte === LINE_FEED || byte === RETURN)) {
        this.#position = before + index + 1;
        if (!this.#passBreak(node)) node = 0;
        continue;
      }
      if (going.length > 0) {
        this.#position = before + index + 1;
        this.#follow(byte);
      }
      const row = rows[node] ?? trie.row(node);
      const next = row === undefined ? trie.step(node, byte) : row[byte]!;
      if (next >= 0) node = next;
      else {
        this.#position = before + index + 1;
        node = ~next;
        this.#end(node);
      }
    }
    this.#position = before + bytes.length;
    this.#node = node;
    const found = this.#found;
    this.#found = [];
    this.#forgetBreaks();
    return found;
  }

  /** From which position on a pattern may be coming that goes on; where nothing is, the end. @param least matched bytes */
  openFrom(least: number): number {
    let open = this.#set.trie.open(this.#node);
    for (const tail of this.#going) open = Math.max(open, tail.matched);
    // A line that merely ends like a beginning is shown; whether it was one is seen in the next.
    const wanted = this.#brokeAt === this.#position ? Math.max(least, TELLING_BYTES) : least;
    return open < wanted || open === 0 ? this.#position : this.#startOf(open);
  }

  #follow(byte: number): void {
    const going = this.#going;
    for (let index = going.length - 1; index >= 0; index -= 1) {
      const tail = going[index]!;
      if (tail.step(byte)) this.#find(tail.pattern.bytes.length);
      if (tail.matched === 0) {
        going[index] = going[going.length - 1]!;
        going.pop();
      }
    }
  }

  #end(node: number): void {
    let whole = false;
    this.#set.trie.endsAt(node, (at, depth, ends) => {
      // The longest holds the others.
      if ((ends & 1) !== 0 && !whole) {
        whole = true;
        this.#find(depth);
      }
      if ((ends & 2) === 0) return;
      for (const tail of this.#tailsAt(at)) if (tail.begin()) this.#going.push(tail);
    });
  }

  #tailsAt(node: number): TailMatch[] {
    let tails = this.#tails.get(node);
    if (!tails) {
      tails = this.#set.longPatterns(node).map((pattern) => new TailMatch(pattern));
      this.#tails.set(node, tails);
    }
    return tails;
  }

  #find(length: number): void {
    let start = this.#startOf(length);
    let last = this.#found.at(-1);
    while (last && last[1] >= start) {
      start = Math.min(start, last[0]);
      this.#found.pop();
      last = this.#found.at(-1);
    }
    this.#found.push([start, this.#position]);
  }

  /** Where the last `length` bytes begin that were looked at. */
  #startOf(length: number): number {
    if (!this.#wraps) return this.#position - length;
    const start = this.#position - this.#breakCount - length;
    let low = 0;
    let high = this.#breaks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#breaks[middle]!.after <= start) low = middle + 1;
      else high = middle;
    }
    const before =
      low > 0 ? this.#breaks[low - 1]!.count : (this.#breaks[0]?.count ?? this.#breakCount + 1) - 1;
    return start + before;
  }

  /** @returns whether what was begun may go on behind it */
  #passBreak(node: number): boolean {
    this.#breakRun = this.#brokeAt === this.#position - 1 ? this.#breakRun + 1 : 1;
    this.#brokeAt = this.#position;
    this.#breakCount += 1;
    if (node === 0 && this.#going.length === 0) {
      this.#breaks.length = 0;
      return true;
    }
    this.#breaks.push({ after: this.#position - this.#breakCount, count: this.#breakCount });
    if (this.#breakRun <= MAX_BREAK) return true;
    for (const tail of this.#going) tail.matched = 0;
    this.#going.length = 0;
    return false;
  }

  /** Breaks before everything that may still begin are asked for no more. */
  #forgetBreaks(): void {
    if (this.#breaks.length === 0) return;
    let open = this.#set.trie.open(this.#node);
    for (const tail of this.#going) open = Math.max(open, tail.matched);
    const start = this.#position - this.#breakCount - open;
    let gone = 0;
    while (gone < this.#breaks.length && this.#breaks[gone]!.after <= start) gone += 1;
    if (gone > 0) this.#breaks = this.#breaks.slice(gone);
  }
}
