/** Words of a question as FTS5 takes them, for two indexes: one of words, one of trigrams for scripts without spaces. */
import { contentWords, isThai } from './content-words.ts';

/** More say nothing new, and cost time. */
const MOST_TERMS = 48;

export interface MatchExpressions {
  /** Distinct, stop words apart. */
  readonly terms: readonly string[];
  /** For `unicode61`. */
  readonly words: readonly string[];
  /** For `trigram`. */
  readonly grams: readonly string[];
}

/** Each expression is quoted, so that nothing in it is syntax (https://sqlite.org/fts5.html#full_text_query_syntax). */
export function matchExpressions(text: string): MatchExpressions {
  const terms = [...new Set(contentWords(text))].slice(0, MOST_TERMS);
  const thai = terms.filter(isThai);
  const long = thai.filter((word) => Array.from(word).length >= 3);
  const grams = long.length > 0 || thai.length === 0 ? long : runsOf(text);
  return {
    terms,
    words: terms
      .filter((term) => !isThai(term))
      .map((term) => `${quote(openEnd(term))}${term.length > 2 ? '*' : ''}`),
    grams: grams.map(quote),
  };
}

/** Where all words are too short for a trigram, what stands together is looked for as it stands. */
function runsOf(text: string): string[] {
  return [...text.matchAll(/[\p{Script=Thai}]{3,}/gu)].map(([run]) => run);
}

/** A stem that stands for `-y` and `-ies` alike. */
function openEnd(term: string): string {
  return term.length > 4 && /^[a-z]+i$/.test(term) ? term.slice(0, -1) : term;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"`;
}
