/**
 * A word of a command as far as it is known before the run: text, patterns that the shell would expand, and holes where
 * only the run will tell. And what flows through pipes and substitutions, which is where holes come from.
 */

/** Something that only the run will know. */
export interface Hole {
  /** What stands there: `$dir`, `$(date)`. */
  readonly name: string;
  /** It cannot be empty. */
  readonly filled: boolean;
  /** A path that mktemp made, or the folder for temporary files. */
  readonly temp?: true;
  /** A plain number or date: no path, no option. */
  readonly plain?: true;
  /** What comes out where the word's value is run. */
  readonly value?: Feed;
  /** What is in the file where the word names one: a process substitution. */
  readonly content?: Feed;
}

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  /** `*`, `?`, `[a-z]` or a pattern in parentheses. */
  | { readonly kind: 'glob'; readonly text: string }
  | { readonly kind: 'hole'; readonly hole: Hole };

export interface Word {
  readonly pieces: readonly Piece[];
  /** As it is shown: holes by their names. */
  readonly text: string;
  /** Its exact value; undefined where it has holes or patterns. */
  readonly value: string | undefined;
}

export type Source = 'network' | 'decoded' | 'file' | 'program' | 'input';

/** What a command writes to its output. */
export interface Feed {
  /** The texts that it may be; empty where it is not known. */
  readonly words: readonly Word[];
  /** Where it comes from. */
  readonly from: readonly Source[];
  /** The one file whose content it is. */
  readonly file?: Word;
  /** A decoded text that is no UTF-8: known, but only to the next decoder. */
  readonly bytes?: Uint8Array;
  /** The path of a new temporary file or folder. */
  readonly temp?: true;
  /** It never is nothing. */
  readonly filled?: true;
  /** A number or a date. */
  readonly plain?: true;
}

export const NOTHING: Feed = { words: [], from: [] };
export const INPUT: Feed = { words: [], from: ['input'] };

const EMPTY_WORD: Word = { pieces: [], text: '', value: '' };

export function textWord(text: string): Word {
  return text === '' ? EMPTY_WORD : { pieces: [{ kind: 'text', text }], text, value: text };
}

export function holeWord(hole: Hole): Word {
  return { pieces: [{ kind: 'hole', hole }], text: hole.name, value: undefined };
}

export function wordOf(pieces: readonly Piece[]): Word {
  const merged: Piece[] = [];
  let text = '';
  let known = true;
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (piece.kind === 'text') {
      if (piece.text === '') continue;
      text += piece.text;
      if (last?.kind === 'text') merged[merged.length - 1] = { kind: 'text', text: last.text + piece.text };
      else merged.push(piece);
      continue;
    }
    known = false;
    text += piece.kind === 'glob' ? piece.text : piece.hole.name;
    merged.push(piece);
  }
  return { pieces: merged, text, value: known ? text : undefined };
}

export function joinWords(words: readonly Word[], between: string): Word {
  if (words.length === 1) return words[0]!;
  const gap: Piece = { kind: 'text', text: between };
  return wordOf(words.flatMap((word, at) => (at === 0 ? word.pieces : [gap, ...word.pieces])));
}

export function holesOf(word: Word): readonly Hole[] {
  return word.value === undefined
    ? word.pieces.flatMap((piece) => (piece.kind === 'hole' ? [piece.hole] : []))
    : [];
}

export const hasHole = (word: Word): boolean =>
  word.value === undefined && word.pieces.some(({ kind }) => kind === 'hole');

/** The text that it surely starts with. */
export function leadingText(word: Word): string {
  const [first] = word.pieces;
  return first?.kind === 'text' ? first.text : '';
}

/** Part of a word, by places in its pieces; used to cut an option off its value. */
export function afterText(word: Word, length: number): Word {
  const [first, ...rest] = word.pieces;
  if (first?.kind !== 'text') return word;
  return wordOf([{ kind: 'text', text: first.text.slice(length) }, ...rest]);
}

/** A template of a task: its `${{ … }}` are holes, the text between them is known. */
export function templateWord(text: string, known: boolean): Word {
  if (known) return textWord(text);
  const pieces: Piece[] = [];
  let from = 0;
  for (let start = text.indexOf('${{'); start >= 0; start = text.indexOf('${{', from)) {
    const end = text.indexOf('}}', start);
    if (end < 0) break;
    pieces.push({ kind: 'text', text: text.slice(from, start) });
    pieces.push({ kind: 'hole', hole: { name: text.slice(start, end + 2), filled: false } });
    from = end + 2;
  }
  if (pieces.length === 0) return holeWord({ name: text === '' ? '(unknown)' : text, filled: false });
  return wordOf([...pieces, { kind: 'text', text: text.slice(from) }]);
}
