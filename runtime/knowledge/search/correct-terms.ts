/** Terms that no document has, in the form that one has: another spelling, or a run of Thai as its words. */
import type { SearchAnswer } from '#shared/nouns/knowledge.ts';
import type { OpenIndex } from '../retrieve/open-index.ts';
import { gramExpression } from './gram-terms.ts';
import type { Term } from './query.ts';
import { charactersOf, foldWord, wordsOf } from './scripts.ts';
import { segmentsOf } from './segments.ts';
import { ftsWord, quoted, type Terms } from './terms.ts';
import type { Vocabulary } from './vocabulary.ts';

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
        if (term.isPhrase || term.isPrefix || isThere(index, term)) return [term];
        const [word, ...more] = wordsOf(term.text);
        if (word === undefined || more.length > 0) return [term];
        const nearest = vocabulary().nearest(foldWord(word));
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
