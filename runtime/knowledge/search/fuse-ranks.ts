/**
 * Reciprocal rank fusion: lists of different scores become one by the places alone (Cormack, Clarke, Büttcher, SIGIR
 * 2009). Nothing has to be known of the scores, and one list cannot drown another.
 */

/** Of the paper: how much less the first place counts than a place far down. */
const K = 60;

export interface FusedHit<Id> {
  readonly id: Id;
  readonly score: number;
  /** Its place in each list, from 1; undefined where it is not in it. */
  readonly places: readonly (number | undefined)[];
}

/**
 * @param lists the best first; an id that stands twice in one counts by its first place
 * @param weights of the lists; 1 where left out
 */
export function fuseRanks<Id>(
  lists: readonly (readonly Id[])[],
  weights: readonly number[] = [],
): FusedHit<Id>[] {
  const places = new Map<Id, (number | undefined)[]>();
  lists.forEach((list, at) => {
    list.forEach((id, index) => {
      const known = places.get(id) ?? Array.from<number | undefined>({ length: lists.length });
      known[at] ??= index + 1;
      places.set(id, known);
    });
  });
  return [...places]
    .map(([id, found]) => ({
      id,
      places: found,
      score: found.reduce<number>(
        (sum, place, at) => sum + (place === undefined ? 0 : (weights[at] ?? 1) / (K + place)),
        0,
      ),
    }))
    .toSorted((a, b) => b.score - a.score);
}
