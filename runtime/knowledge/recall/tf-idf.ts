/**
 * TF-IDF vectors, projected at random to a few hundred numbers (Achlioptas, 2003): near texts stay near, at a cost that does
 * not grow with the words there are.
 */
import { featuresOf } from './features.ts';
import type { Frequencies } from './frequencies.ts';

export const SIZE = 256;
/** Places a feature goes to. */
const SPREAD = 3;

/** Not normalized: all zeros for a text without a word. */
export function tfIdfVector(text: string, frequencies: Frequencies): Float32Array {
  const vector = new Float32Array(SIZE);
  for (const [feature, count] of featuresOf(text)) {
    const weight = weightOf(count) * frequencies.idf(feature);
    let bits = feature;
    for (let step = 0; step < SPREAD; step += 1) {
      bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d) ^ (step * 0x9e3779b9);
      const place = ((bits ^ (bits >>> 12)) >>> 0) % SIZE;
      vector[place]! += bits & 0x10000 ? weight : -weight;
    }
  }
  return vector;
}

/** A word that comes ten times is not ten times as important. */
function weightOf(count: number): number {
  return count < 1 ? count : 1 + Math.log(count);
}

/** The likeness of two texts without the noise of projection, 0 to 1. */
export function exactLikeness(
  query: ReadonlyMap<number, number>,
  text: string,
  frequencies: Frequencies,
): number {
  let dot = 0;
  let own = 0;
  for (const [feature, count] of featuresOf(text)) {
    const weight = weightOf(count) * frequencies.idf(feature);
    own += weight * weight;
    const asked = query.get(feature);
    if (asked !== undefined) dot += weight * weightOf(asked) * frequencies.idf(feature);
  }
  let other = 0;
  for (const [feature, count] of query) other += (weightOf(count) * frequencies.idf(feature)) ** 2;
  return own === 0 || other === 0 ? 0 : dot / Math.sqrt(own * other);
}
