/** Which words of a question are worth looking up: all of them would find every text that has “the”. */
import { hash32, plainWordsOf } from './features.ts';
import type { Frequencies } from './frequencies.ts';
import { charactersOf, wordsOf } from '../search/scripts.ts';
import { apartScripts } from '../search/segments.ts';

const MOST_WORDS = 16;
/** Chunks that may have one of them, together, as far as the frequencies tell; each costs about a microsecond. */
const MOST_CHUNKS = 6_000;

export interface ChosenWords {
  readonly words: readonly string[];
  readonly grams: readonly string[];
}

/**
 * The rarest first, until too many chunks have one.
 * @param chunks in the index, about
 */
export function chooseWords(text: string, frequencies: Frequencies | undefined, chunks: number): ChosenWords {
  const share = (word: string): number => {
    const [plain] = plainWordsOf(word);
    return frequencies && plain !== undefined ? frequencies.share(hash32(plain)) : 0;
  };
  const { segments, spaced } = apartScripts(text);
  const words = [...new Set(wordsOf(spaced))].filter((word) => word.length > 1);
  const grams = [...new Set(segments)].filter((word) => charactersOf(word) > 1);
  return { words: rarest(words, share, chunks), grams: rarest(grams, share, chunks) };
}

function rarest(words: readonly string[], share: (word: string) => number, chunks: number): string[] {
  const known = words
    .map((word) => ({ word, chunks: share(word) * chunks }))
    .toSorted((a, b) => a.chunks - b.chunks);
  let sum = 0;
  return known
    .filter(({ chunks: own }, at) => {
      sum += own;
      return at === 0 || (at < MOST_WORDS && sum <= MOST_CHUNKS);
    })
    .map(({ word }) => word);
}
