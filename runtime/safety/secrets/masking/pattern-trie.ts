/**
 * The heads of many patterns as one automaton (Aho and Corasick, 1975): one step a byte, whatever the number of
 * patterns. The nodes that a text visits get a whole row of successors, up to a bound.
 */

import { EdgeTable } from './edge-table.ts';

/** Longer patterns are told apart by this many bytes, and followed from there on one by one. */
export const HEAD_BYTES = 32;
/** Rows of 256 numbers: 8 MiB. */
const MAX_ROWS = 8_192;

export class PatternTrie {
  #nodes = 1;
  readonly #edges = new EdgeTable();
  /** The children of a node as a list: the first, and the next of each. */
  #first = new Int32Array(1_024);
  #next = new Int32Array(1_024);
  #byte = new Uint8Array(1_024);
  #fail = new Int32Array(1_024);
  #depth = new Uint8Array(1_024);
  /** 1: a pattern ends here. 2: heads of longer ones end here. */
  #ends = new Uint8Array(1_024);
  /** The nearest node of its chain of failures at which something ends, itself among them; 0 where there is none. */
  #nearest = new Int32Array(0);
  /** Bytes that may be the beginning of something that goes on. */
  #open = new Uint8Array(0);
  /** By node. A successor at which something ends is written as its complement, which is negative. */
  readonly rows: (Int32Array | undefined)[] = [];
  #rowCount = 0;

  /** @param head 1 to HEAD_BYTES bytes @param goesOn whether the pattern is longer @returns its node */
  add(head: Uint8Array, goesOn: boolean): number {
    let node = 0;
    for (const byte of head) node = this.#edges.get(node, byte) || this.#make(node, byte);
    this.#ends[node]! |= goesOn ? 2 : 1;
    return node;
  }

  /** After the last `add`. */
  seal(): void {
    this.#nearest = new Int32Array(this.#nodes);
    this.#open = new Uint8Array(this.#nodes);
    const queue = new Int32Array(this.#nodes);
    let end = 1;
    for (let at = 0; at < end; at += 1) {
      const node = queue[at]!;
      for (let child = this.#first[node]!; child !== 0; child = this.#next[child]!) {
        this.#fail[child] = node === 0 ? 0 : this.#walk(this.#fail[node]!, this.#byte[child]!);
        queue[end] = child;
        end += 1;
      }
      const fail = this.#fail[node]!;
      this.#nearest[node] = this.#ends[node] === 0 ? this.#nearest[fail]! : node;
      this.#open[node] = this.#first[node] === 0 && node !== 0 ? this.#open[fail]! : this.#depth[node]!;
    }
    this.rows.length = this.#nodes;
  }

  get nodes(): number {
    return this.#nodes;
  }

  /** The row of a node, made where there is room. */
  row(node: number): Int32Array | undefined {
    if (this.#rowCount >= MAX_ROWS) return undefined;
    this.#rowCount += 1;
    const row = new Int32Array(256);
    for (let byte = 0; byte < 256; byte += 1) row[byte] = this.step(node, byte);
    return (this.rows[node] = row);
  }

  /** @returns the successor, or its complement where something ends at it */
  step(node: number, byte: number): number {
    const next = this.#walk(node, byte);
    return this.#nearest[next] === 0 ? next : ~next;
  }

  /** Calls for each thing that ends at a node, the longest first. */
  endsAt(node: number, call: (node: number, depth: number, ends: number) => void): void {
    for (let at = this.#nearest[node]!; at !== 0; at = this.#nearest[this.#fail[at]!]!)
      call(at, this.#depth[at]!, this.#ends[at]!);
  }

  /** How many of the last bytes may be the beginning of a pattern that goes on. */
  open(node: number): number {
    return this.#open[node]!;
  }

  #walk(from: number, byte: number): number {
    for (let node = from; ; node = this.#fail[node]!) {
      const child = this.#edges.get(node, byte);
      if (child !== 0 || node === 0) return child;
    }
  }

  #make(parent: number, byte: number): number {
    const node = this.#nodes;
    if (node === this.#first.length) this.#grow();
    this.#nodes += 1;
    this.#byte[node] = byte;
    this.#depth[node] = this.#depth[parent]! + 1;
    this.#next[node] = this.#first[parent]!;
    this.#first[parent] = node;
    this.#edges.add(parent, byte, node);
    return node;
  }

  #grow(): void {
    const length = this.#first.length * 2;
    const int = (old: Int32Array) => {
      const grown = new Int32Array(length);
      grown.set(old);
      return grown;
    };
    const small = (old: Uint8Array) => {
      const grown = new Uint8Array(length);
      grown.set(old);
      return grown;
    };
    this.#first = int(this.#first);
    this.#next = int(this.#next);
    this.#fail = int(this.#fail);
    this.#byte = small(this.#byte);
    this.#depth = small(this.#depth);
    this.#ends = small(this.#ends);
  }
}
