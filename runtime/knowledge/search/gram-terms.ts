/** Terms as the table of trigrams is asked for them. */
import type { OpenIndex } from '../retrieve/open-index.ts';
import { charactersOf } from './scripts.ts';
import { ftsAll, quoted } from './terms.ts';

const SHORTEST = 3;
/** Trigrams that may stand for a term of one or two characters. */
const MOST_GRAMS = 2_000;
const LAST = '\u{10ffff}';

/** @returns undefined where no text has it */
export function gramExpression(index: OpenIndex, text: string): string | undefined {
  const found = spellingsOf(text).flatMap((spelling) => {
    if (charactersOf(spelling) >= SHORTEST) return [quoted(spelling)];
    return beginningsOf(index, spelling).map(quoted);
  });
  return found.length === 0 ? undefined : found.length === 1 ? found[0] : `(${found.join(' OR ')})`;
}

/** @returns undefined where one of them is in no text */
export function gramsOfAll(index: OpenIndex, texts: readonly string[]): string | undefined {
  const found = texts.map((text) => gramExpression(index, text));
  return found.every((each) => each !== undefined) ? ftsAll(found) : undefined;
}

/** Each character of a text begins a trigram: a short term is where one begins with it. */
function beginningsOf(index: OpenIndex, text: string): string[] {
  const from = text.toLowerCase();
  return index
    .all<{ term: string }>(
      `select term from temp.gram_terms where term >= ? and term < ? limit ${MOST_GRAMS}`,
      from,
      from + LAST,
    )
    .map(({ term }) => term);
}

const SARA_AM = '\u0e33';
const SARA_AM_APART = '\u0e4d\u0e32';

/** Thai am is written as one sign or as two; both look the same. */
export function spellingsOf(text: string): string[] {
  const plain = text.normalize('NFC');
  const together = plain.replaceAll(SARA_AM_APART, SARA_AM);
  const apart = together.replaceAll(SARA_AM, SARA_AM_APART);
  return [...new Set([text, plain, together, apart])];
}
