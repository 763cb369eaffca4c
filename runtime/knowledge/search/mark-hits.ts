/** Where in a text that is what was searched for. The tables of the index have no text, so FTS5 cannot say it. */
import type { Term } from './query.ts';
import { spellingsOf } from './gram-terms.ts';
import { foldWord, hasUnspaced, WORDS, wordsOf } from './scripts.ts';

/** UTF-16 offsets, `end` exclusive. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  /** Which of the terms it is. */
  readonly term: number;
}

/** @returns by their beginning, without overlap */
export function marksOf(text: string, terms: readonly Term[]): Mark[] {
  const isPlain = PLAIN.test(text);
  const lower = isPlain ? text.toLowerCase() : '';
  let tokens: Token[] | undefined;
  const placesOfTerm = (term: Term): { start: number; end: number }[] => {
    if (term.anyOf)
      return term.anyOf.flatMap((word) => placesOfTerm({ ...term, text: word, anyOf: undefined }));
    if (hasUnspaced(term.text)) return placesOf(text, term.text);
    return isPlain ? plainMarks(lower, term) : wordMarks(text, (tokens ??= tokensOf(text)), term);
  };
  const found = terms.flatMap((term, at) =>
    placesOfTerm(term).map(({ start, end }) => ({ start, end, term: at })),
  );
  const marks: Mark[] = [];
  for (const mark of found.toSorted((a, b) => a.start - b.start || b.end - a.end))
    if (mark.start >= (marks.at(-1)?.end ?? 0)) marks.push(mark);
  return marks;
}

interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

function tokensOf(text: string): Token[] {
  return Array.from(text.matchAll(WORDS), (found) => ({
    word: foldWord(found[0]),
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/** Most texts are: then words are found without taking all of the text apart. */
// oxlint-disable-next-line no-control-regex
const PLAIN = /^[\x00-\x7f]*$/;

/** @param lower a text of ASCII in small letters */
function plainMarks(lower: string, term: Term): { start: number; end: number }[] {
  const [first, ...rest] = wordsOf(term.text);
  const marks: { start: number; end: number }[] = [];
  if (first === undefined) return marks;
  for (let at = lower.indexOf(first); at !== -1; at = lower.indexOf(first, at + first.length)) {
    if (at > 0 && isWordPart(lower.charCodeAt(at - 1))) continue;
    let end: number | undefined = at + first.length;
    for (const word of rest) {
      let next: number = end;
      while (next < lower.length && !isWordPart(lower.charCodeAt(next))) next += 1;
      if (next === end || !lower.startsWith(word, next)) {
        end = undefined;
        break;
      }
      end = next + word.length;
    }
    if (end === undefined) continue;
    const isWhole = end === lower.length || !isWordPart(lower.charCodeAt(end));
    if (!isWhole && !term.isPrefix) continue;
    while (end < lower.length && isWordPart(lower.charCodeAt(end))) end += 1;
    marks.push({ start: at, end });
  }
  return marks;
}

/** Of ASCII in small letters: a letter or a digit. */
function isWordPart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

function wordMarks(text: string, tokens: readonly Token[], term: Term): { start: number; end: number }[] {
  const wanted = wordsOf(term.text);
  const last = wanted.length - 1;
  if (last < 0) return [];
  const marks: { start: number; end: number }[] = [];
  for (let at = 0; at + last < tokens.length; at += 1) {
    const fits = wanted.every((word, step) => {
      const token = tokens[at + step]!.word;
      return token === word || (term.isPrefix && step === last && token.startsWith(word));
    });
    if (fits) marks.push({ start: tokens[at]!.start, end: tokens[at + last]!.end });
  }
  return marks.length > 0 || !hasUnspaced(text) ? marks : gluedPlaces(text, term);
}

/** Whether a word is in a text without letters or digits of a script with spaces right beside it. */
export function standsAlone(text: string, term: Term): boolean {
  return gluedPlaces(text, term).length > 0;
}

function gluedPlaces(text: string, term: Term): { start: number; end: number }[] {
  return placesOf(text, term.text).filter(
    ({ start, end }) =>
      !isSpacedLetter(text.slice(0, start).slice(-2)) &&
      (term.isPrefix || !isSpacedLetter(String.fromCodePoint(text.codePointAt(end) ?? 0x20))),
  );
}

function isSpacedLetter(text: string): boolean {
  const last = Array.from(text).at(-1) ?? ' ';
  return /[\p{L}\p{N}]/u.test(last) && !hasUnspaced(last);
}

function placesOf(text: string, wanted: string): { start: number; end: number }[] {
  const lower = text.toLowerCase();
  // A few characters change their length with their case: then offsets would be wrong.
  const haystack = lower.length === text.length ? lower : text;
  const places: { start: number; end: number }[] = [];
  for (const spelling of spellingsOf(wanted)) {
    const needle = haystack === lower ? spelling.toLowerCase() : spelling;
    for (let at = haystack.indexOf(needle); at !== -1; at = haystack.indexOf(needle, at + needle.length))
      places.push({ start: at, end: at + needle.length });
  }
  return places;
}
