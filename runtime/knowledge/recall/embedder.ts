/** A model on this machine that makes vectors of texts. */
import type { RecallMethod } from '#shared/nouns/knowledge.ts';

/** Some models are told what a text is: a question, or what is looked through for it. */
export type AskedAs = 'query' | 'passage';

export interface Embedder {
  readonly method: Exclude<RecallMethod, 'tf-idf'>;
  /** Resolves when it can be asked; where left out it always can. @throws an error that says why it cannot, also where the signal ended it */
  ready?(signal: AbortSignal): Promise<void>;
  /** Vectors of one name can be compared with each other. */
  readonly model: string;
  /**
   * One vector a text, all of one size, none of them all zeros.
   * @throws an error that says what is wrong, also where the signal ended it
   */
  embed(texts: readonly string[], signal: AbortSignal, asked?: AskedAs): Promise<Float32Array[]>;
}
