/** What the assistant and the routes ask of the index; answered by a worker, so that nobody waits for it. */
import type { Citation, RecallMethod, SearchAnswer } from '#shared/nouns/knowledge.ts';

export interface SearchRequest {
  /** As a person types it; never invalid. */
  readonly q: string;
  readonly limit: number;
  readonly offset?: number | undefined;
  /** Says of each hit what its score is made of. */
  readonly explain?: boolean | undefined;
}

/** A chunk whole. */
export interface Passage {
  readonly chunk: number;
  readonly citation: Citation;
  /** ISO 8601. */
  readonly at: string;
  readonly text: string;
}

export interface Retriever {
  /** @throws LukaError knowledge_unavailable */
  search(request: SearchRequest): Promise<SearchAnswer>;
  /** @throws LukaError knowledge_unavailable */
  recall(request: SearchRequest): Promise<SearchAnswer & { readonly method: RecallMethod }>;
  /** In the order asked for; chunks that are gone meanwhile are left out. @throws LukaError knowledge_unavailable */
  passages(chunks: readonly number[]): Promise<readonly Passage[]>;
}
