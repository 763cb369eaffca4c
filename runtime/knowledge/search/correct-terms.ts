/** Terms that no document has, in the form that one has: words that they are a part of, another spelling, a run of Thai as its words. */
import type { SearchAnswer } from '#shared/nouns/knowledge.ts';
import type { OpenIndex } from '../retrieve/open-index.ts';
import { gramExpression } from './gram-terms.ts';
import type { Term } from './query.ts';
import { charactersOf, foldWord, wordsOf } from './scripts.ts';
import { segmentsOf } from './segments.ts';
import { ftsWord, quoted, type Terms } from './terms.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Shorter ones are parts of everything. */
const LEAST_PART = 4;
/** FTS5 walks a list for each. */
const MOST_UNWANTED = 500;
/** Of the words that a term is a part of. */
const SHOWN = 3;

export interface CorrectedTerms {
  readonly terms: Terms;
  readonly corrected: SearchAnswer['corrected'];
}

export function correctTerms(
  index: OpenIndex,
  { words, grams }: Terms,
  vocabulary: () => Vocabulary,
): CorrectedTerms {
  const corrected: { from: string; to: string }[] = [];
  const instead = (term: Term, texts: readonly string[]): Term[] => {
    corrected.push({ from: term.text, to: texts.join(' ') });
    return texts.map((text) => ({ ...term, text }));
  };
  return {
    terms: {
      words: words.flatMap((term) => {
        if (term.isPhrase || term.isPrefix || (!term.isPart && isThere(index, term))) return [term];
        const [word, ...more] = wordsOf(term.text);
        if (word === undefined || more.length > 0) return [term];
        const folded = foldWord(word);
        const anyOf = folded.length < (term.isPart ? 2 : LEAST_PART) ? [] : vocabulary().containing(folded);
        if (anyOf.length > 0) {
          const shown = anyOf.slice(0, SHOWN).join(', ');
          if (!term.isPart)
            corrected.push({ from: term.text, to: anyOf.length > SHOWN ? `${shown}, …` : shown });
          return [{ ...term, anyOf }];
        }
        const nearest = term.isPart ? undefined : vocabulary().nearest(folded);
        return nearest === undefined ? [term] : instead(term, [nearest]);
      }),
      grams: grams.flatMap((term) => {
        if (term.isPhrase || hasGrams(index, term.text)) return [term];
        const segments = segmentsOf(term.text);
        return segments.length > 1 ? instead(term, segments) : [term];
      }),
    },
    corrected,
  };
}

/** Of what is not wanted, parts of words as the words that there are. */
export function expandParts({ words, grams }: Terms, vocabulary: () => Vocabulary): Terms {
  return {
    grams,
    words: words.flatMap((term) => {
      if (!term.isPart) return [term];
      const [word = ''] = wordsOf(term.text);
      const anyOf = vocabulary().containing(foldWord(word), MOST_UNWANTED);
      return anyOf.length === 0 ? [] : [{ ...term, anyOf }];
    }),
  };
}

/** In a text, or in a title or a path. */
function isThere(index: OpenIndex, term: Term): boolean {
  if (index.get('select rowid from words where words match ? limit 1', ftsWord(term))) return true;
  if (term.text.length < 3) return false;
  if (index.get('select rowid from names where names match ? limit 1', quoted(term.text))) return true;
  return hasGrams(index, term.text);
}

function hasGrams(index: OpenIndex, text: string): boolean {
  const expression = gramExpression(index, text);
  if (expression === undefined) return false;
  if (index.get('select rowid from grams where grams match ? limit 1', expression)) return true;
  return (
    charactersOf(text) >= 3 &&
    index.get('select rowid from names where names match ? limit 1', expression) !== undefined
  );
}
