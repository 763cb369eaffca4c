/** What a question means: its vector, and the table of those that it can be compared with. */
import type { RecallMethod } from '#shared/nouns/knowledge.ts';
import type { Frequencies } from './frequencies.ts';
import type { Neighbour } from './vector-table.ts';

export interface Meaning {
  readonly method: RecallMethod;
  /** What could not be used, and why. */
  readonly remarks: readonly string[];
  /** Undefined where the weights of words are not known yet. */
  readonly frequencies: Frequencies | undefined;
  /** Chunks in the index, about. */
  readonly chunks: number;
  /** The nearest, the best first. */
  nearest(most: number, allowed?: ReadonlySet<number>): Neighbour[];
}
