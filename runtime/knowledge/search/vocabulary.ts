/**
 * All words of the index in memory, for what to make of a word that no document has. Read in slices between searches: a
 * list of terms with their counts is read from the whole table of words, which takes a second where there are many.
 */
import type { OpenIndex } from '../retrieve/open-index.ts';
import { editDistance, toleranceOf } from './edit-distance.ts';
import { hasUnspaced } from './scripts.ts';

const SLICE = 100;
/** Of the machine's memory, about 40 bytes a word. */
const MOST_WORDS = 400_000;
const LONGEST = 32;
/** A question for any of more takes FTS5 too long. */
const MOST_CONTAINING = 24;

interface Word {
  readonly text: string;
  readonly letters: number;
  /** How many chunks have it. */
  readonly chunks: number;
}

export class Vocabulary {
  readonly #index: OpenIndex;
  /** By length. */
  readonly #words: Word[][] = [];
  #count = 0;
  #after = '';
  #isWhole = false;

  constructor(index: OpenIndex) {
    this.#index = index;
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Reads a few more words. @returns whether there are more */
  readSlice(): boolean {
    if (this.#isWhole) return false;
    const rows = this.#index.all<{ term: string; doc: number }>(
      `select term, doc from temp.word_terms where term > ? limit ${SLICE}`,
      this.#after,
    );
    for (const { term, doc } of rows) {
      this.#after = term;
      if (term.length < 3 || term.length > LONGEST || /\d/.test(term) || hasUnspaced(term)) continue;
      (this.#words[term.length] ??= []).push({ text: term, letters: lettersOf(term), chunks: doc });
      this.#count += 1;
    }
    this.#isWhole = rows.length < SLICE || this.#count >= MOST_WORDS;
    return !this.#isWhole;
  }

  /**
   * The word that was most likely meant: the nearest, and of those the most frequent.
   * @param word folded, in none of the documents
   */
  nearest(word: string): string | undefined {
    const most = toleranceOf(word.length);
    const letters = lettersOf(word);
    let best: { text: string; distance: number; chunks: number } | undefined;
    if (most === 0) return undefined;
    for (let length = word.length - most; length <= word.length + most; length += 1)
      for (const known of this.#words[length] ?? []) {
        // Each edit changes at most two letters of the set.
        if (bitsOf(known.letters ^ letters) > 2 * most) continue;
        const distance = editDistance(word, known.text, best?.distance ?? most);
        if (distance > (best?.distance ?? most)) continue;
        if (best && distance === best.distance && known.chunks <= best.chunks) continue;
        best = { text: known.text, distance, chunks: known.chunks };
      }
    return best?.text;
  }

  /** Words that have it in them, the most frequent first. @param part folded */
  containing(part: string, most = MOST_CONTAINING): string[] {
    const letters = lettersOf(part);
    const found: Word[] = [];
    for (const words of this.#words.slice(part.length))
      for (const word of words ?? [])
        if ((word.letters & letters) === letters && word.text.includes(part)) found.push(word);
    return found
      .toSorted((a, b) => b.chunks - a.chunks || a.text.length - b.text.length)
      .slice(0, most)
      .map(({ text }) => text);
  }
}

/** Which letters a word has, as bits; letters beyond Latin share them. */
function lettersOf(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) & 31);
  return bits;
}

function bitsOf(value: number): number {
  let bits = value - ((value >>> 1) & 0x5555_5555);
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
