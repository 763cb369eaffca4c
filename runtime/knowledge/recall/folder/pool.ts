/** One vector of those of all tokens of a text, as the model was trained to be read. */
import type { Pooling } from './read-model-folder.ts';

/**
 * @param hidden of one text: a vector of `size` numbers a token, the tokens that fill up last
 * @param tokens without those that fill up, at least one
 */
export function pool(hidden: Float32Array, tokens: number, size: number, pooling: Pooling): Float32Array {
  if (pooling === 'cls') return hidden.slice(0, size);
  if (pooling === 'last') return hidden.slice((tokens - 1) * size, tokens * size);
  const pooled = hidden.slice(0, size);
  for (let token = 1; token < tokens; token += 1)
    for (let at = 0; at < size; at += 1) {
      const value = hidden[token * size + at]!;
      pooled[at] = pooling === 'max' ? Math.max(pooled[at]!, value) : pooled[at]! + value;
    }
  return pooling === 'max' ? pooled : pooled.map((value) => value / tokens);
}

/** Of length one. @returns undefined where it is all zeros, or no numbers */
export function normalised(vector: Float32Array): Float32Array | undefined {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum);
  return length > 0 && Number.isFinite(length) ? vector.map((value) => value / length) : undefined;
}
