/**
 * How alike two texts are, without comparing each with each: a signature per text whose places agree with the
 * probability of their Jaccard likeness (Broder, 1997), and buckets in which only like ones meet.
 */
import { createHash } from 'node:crypto';

/** Places of a signature; the error of an estimate is about 1 / sqrt of it. */
export const PLACES = 128;
const BANDS = 32;
const ROWS = PLACES / BANDS;

/** Words in a row that are one feature. */
const SHINGLE = 4;

export type Signature = Uint32Array;

/** Of letters and digits only; a text without spaces, such as Thai, gives its characters. */
export function shinglesOf(text: string): Set<number> {
  const words = text.toLowerCase().match(/[\p{Script=Thai}\p{Script=Han}]|[\p{L}\p{N}]+/gu) ?? [];
  const shingles = new Set<number>();
  for (let at = 0; at + SHINGLE <= words.length; at += 1)
    shingles.add(hash32(words.slice(at, at + SHINGLE).join(' ')));
  if (shingles.size === 0 && words.length > 0) shingles.add(hash32(words.join(' ')));
  return shingles;
}

/** FNV-1a over UTF-16 units, mixed once more so that its low bits are good. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 16;
  return Math.imul(hash, 0x85ebca6b) >>> 0;
}

const FACTORS = factors();

/** The same on every machine: signatures are kept. */
function factors(): { readonly a: Uint32Array; readonly b: Uint32Array } {
  const a = new Uint32Array(PLACES);
  const b = new Uint32Array(PLACES);
  for (let at = 0; at < PLACES; at += 1) {
    const bytes = createHash('sha256').update(`place ${at}`).digest();
    a[at] = bytes.readUInt32LE(0) | 1;
    b[at] = bytes.readUInt32LE(4);
  }
  return { a, b };
}

/** @returns undefined for a text without a word: it is like nothing */
export function signatureOf(text: string): Signature | undefined {
  const shingles = shinglesOf(text);
  if (shingles.size === 0) return undefined;
  const signature = new Uint32Array(PLACES).fill(0xffff_ffff);
  for (const shingle of shingles)
    for (let at = 0; at < PLACES; at += 1) {
      const value = Math.imul(shingle ^ FACTORS.b[at]!, FACTORS.a[at]!);
      const mixed = (value ^ (value >>> 15)) >>> 0;
      if (mixed < signature[at]!) signature[at] = mixed;
    }
  return signature;
}

/** An estimate of the Jaccard likeness, 0 to 1. */
export function likeness(a: Signature, b: Signature): number {
  let same = 0;
  for (let at = 0; at < PLACES; at += 1) if (a[at] === b[at]) same += 1;
  return same / PLACES;
}

/** Keys of the buckets that a signature is in: two that share one are worth comparing. */
export function bandsOf(signature: Signature): string[] {
  return Array.from(
    { length: BANDS },
    (_, band) => `${band}:${signature.subarray(band * ROWS, (band + 1) * ROWS).join(',')}`,
  );
}
