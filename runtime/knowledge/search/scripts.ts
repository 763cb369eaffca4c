/** Scripts that are written without spaces between words: FTS5's tokenizers of words make nothing useful of them. */

/** Thai and Lao, Tibetan, Myanmar, Khmer, kana, Han. Ranges are much quicker than `\p{Script}`. https://www.unicode.org/Public/UCD/latest/ucd/Scripts.txt */
const UNSPACED =
  /[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ud840-\ud88f]/;

/** Whether a text has any of them: such a chunk is in the table of trigrams too, and such a term is looked for there. */
export function hasUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}

/**
 * A word as the tokenizer `unicode61 remove_diacritics 2` keeps it, near enough to find it again in a text.
 * https://sqlite.org/fts5.html#unicode61_tokenizer
 */
export function foldWord(word: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(word)) return word.toLowerCase();
  return word
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

/** What that tokenizer takes for a word; with the `d` flag or by `matchAll` its place is known. */
export const WORDS = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\u0300-\u036f]*/gu;

/** The words of a text, folded, in order. */
export function wordsOf(text: string): string[] {
  return [...text.matchAll(WORDS)].map(([word]) => foldWord(word));
}

/**
 * A chunk's text as it goes into the table of trigrams. Two signs more: so each of its characters begins a trigram, and terms of
 * one or two characters are found by the trigrams that begin with them.
 */
export function gramsText(text: string): string {
  return `${text}\n\n`;
}

/** How many characters (code points) a text has: trigrams are of these. */
export function charactersOf(text: string): number {
  return Array.from(text).length;
}
