/** Terms of a query as the index keeps text: those that are words, and those that are looked for by their characters. */
import type { Query, Term } from './query.ts';
import { hasUnspaced, wordsOf } from './scripts.ts';

export interface Terms {
  /** In the table of words. */
  readonly words: readonly Term[];
  /** In the table of trigrams: of scripts without spaces, also mixed with others. */
  readonly grams: readonly Term[];
}

/** What is wanted, or what is not. Without words of punctuation alone, which nothing matches. */
export function termsOf({ terms }: Query, isNot: boolean): Terms {
  const asked = terms.filter((term) => term.isNot === isNot).flatMap(splitScripts);
  return {
    words: asked.filter(({ text }) => !hasUnspaced(text) && wordsOf(text).length > 0),
    grams: asked.filter(({ text }) => hasUnspaced(text)),
  };
}

/** `ระบบbackup` is two terms: in a text there may be a space between them or none. */
function splitScripts(term: Term): Term[] {
  // What is not wanted stays one: two would take away more.
  if (term.isPhrase || term.isNot || !hasUnspaced(term.text)) return [term];
  const pieces: string[] = [];
  let wasUnspaced: boolean | undefined;
  for (const character of term.text) {
    // Vowels above and below, digits and signs belong to what they follow.
    const isUnspaced = /\p{L}/u.test(character) ? hasUnspaced(character) : (wasUnspaced ?? false);
    if (isUnspaced === wasUnspaced) pieces[pieces.length - 1] += character;
    else pieces.push(character);
    wasUnspaced = isUnspaced;
  }
  return pieces.map((text, at) => {
    const isLast = at === pieces.length - 1;
    return { text, isPhrase: false, isPrefix: term.isPrefix && isLast, isNot: false };
  });
}

/** A term quoted, so that nothing in it is syntax. https://sqlite.org/fts5.html#fts5_strings */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"`;
}

export function ftsWord({ text, isPrefix, anyOf }: Term): string {
  if (anyOf) return `(${anyOf.map(quoted).join(' OR ')})`;
  return `${quoted(text)}${isPrefix ? '*' : ''}`;
}

/** `a NOT b` of FTS5, of expressions for each. */
export function ftsAll(wanted: readonly string[], unwanted: readonly string[] = []): string {
  const all = wanted.join(' AND ');
  return unwanted.length === 0 ? all : `(${all}) NOT (${unwanted.join(' OR ')})`;
}
