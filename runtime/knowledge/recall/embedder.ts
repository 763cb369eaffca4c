/** A model on this machine that makes vectors of texts. */
import type { RecallMethod } from '#shared/nouns/knowledge.ts';

export interface Embedder {
  readonly method: Exclude<RecallMethod, 'tf-idf'>;
  /** Vectors of one name can be compared with each other. */
  readonly model: string;
  /**
   * One vector a text, all of one size, none of them all zeros.
   * @throws an error that says what is wrong, also where the signal ended it
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}
