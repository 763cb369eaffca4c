/** A report before it is Markdown or a page: both are made of the same parts, so that they say the same. */

/** A piece of a line; with `to` a link to an address of the page. */
export type Piece = string | { readonly text: string; readonly to: string } | { readonly strong: string };
export type Line = readonly Piece[];

export type Block =
  | { readonly kind: 'text'; readonly line: Line }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Line[] }
  | {
      readonly kind: 'table';
      /** Said by screen readers, and above the table on paper. */
      readonly label: string;
      readonly head: readonly string[];
      /** Columns of numbers, by their position. */
      readonly numbers: readonly number[];
      readonly rows: readonly (readonly Line[])[];
    }
  /** What a program wrote, word for word. */
  | { readonly kind: 'output'; readonly lines: readonly string[] };

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface ReportDocument {
  readonly title: string;
  /** In a sentence or two: what the rest comes to. */
  readonly summary: readonly Line[];
  readonly sections: readonly Section[];
  /** How it was made. */
  readonly foot: string;
}

/** Characters that are not seen, or that turn the order of those around them: in a name they would lie about it. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const BETWEEN_JOINED = new Set(['\u200C', '\u200D']);

/** One line of what can be seen. Joiners stay: scripts and emoji need them. */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(UNSEEN, (character) => (BETWEEN_JOINED.has(character) ? character : '\uFFFD'))
    .trim();
}

/** With an ellipsis where it is longer; never half a character. */
export function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
