/** Whether two memories say nearly the same. */
import { shinglesOf } from '../likeness/min-hash.ts';

/** Jaccard likeness of four words in a row. */
const LIKE = 0.8;

/** Texts that differ in a number do not say the same, however alike they are: another run, another version, another date. */
export function saysNearlyTheSame(a: string, b: string): boolean {
  if (numbersOf(a) !== numbersOf(b)) return false;
  const [one, other] = [shinglesOf(a), shinglesOf(b)];
  if (one.size === 0 || other.size === 0) return a === b;
  return one.intersection(other).size / one.union(other).size >= LIKE;
}

function numbersOf(text: string): string {
  return (text.match(/\p{N}+/gu) ?? []).sort().join(' ');
}
