/** From what the words are worth to the order that a person sees: newer ones before older, and not one document alone. */

const DAY_MS = 86_400_000;
/** What a document of today has more than one of long ago, and after how many days half of it is gone. */
const RECENT = 0.3;
const HALF_DAYS = 120;
/** Each further chunk of a document counts so much less. */
const REPEATED = 0.8;

/** So much is a name worth beside bm25, where the words are pieces of it. */
export const NAME_WORTH = { title: 4, path: 3 } as const;

export interface Candidate {
  readonly chunk: number;
  readonly document: number;
  /** ms since 1970. */
  readonly at: number;
  readonly words: number;
  readonly name: number;
}

export interface RankedHit extends Candidate {
  readonly recency: number;
  /** 1 for a document's best chunk, less for each further one. */
  readonly repeated: number;
  readonly score: number;
}

/** @returns all of them, the best first */
export function rank(candidates: readonly Candidate[], now: number): RankedHit[] {
  const seen = new Map<number, number>();
  const hits = candidates.map(({ chunk, document, at, words, name }) => {
    const recency = recencyOf(at, now);
    // Words that nearly all texts have are worth nothing to bm25: then the newest is first.
    const score = (words + name + 0.01) * recency;
    return { chunk, document, at, words, name, recency, repeated: 1, score };
  });
  for (const hit of hits.sort(byScore)) {
    const before = seen.get(hit.document) ?? 0;
    seen.set(hit.document, before + 1);
    hit.repeated = REPEATED ** before;
    hit.score *= hit.repeated;
  }
  return hits.sort(byScore);
}

function byScore(a: RankedHit, b: RankedHit): number {
  return b.score - a.score || b.chunk - a.chunk;
}

/** A factor, from 1 to 1.3. */
export function recencyOf(at: number, now: number): number {
  const days = Math.max(0, now - at) / DAY_MS;
  return 1 + RECENT * 2 ** (-days / HALF_DAYS);
}
