/** Plain aligned columns. Widths are those on a terminal: Thai vowels take no cell, Chinese characters two. */
import { stripVTControlCharacters } from 'node:util';

const NO_CELL = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** East Asian Wide and Fullwidth (UAX #11), and what terminals draw as pictures. */
const TWO_CELLS =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;

/** Cells that a text takes on a terminal. Colour codes take none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (NO_CELL.test(character)) return 0;
  return TWO_CELLS.test(character) ? 2 : 1;
}

/** One line of text that came from a file: control characters could rewrite the screen, so they are shown, not obeyed. */
export function safeText(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, (found) =>
    /^\s+$/.test(found) ? ' ' : '\ufffd',
  );
}

/** Cuts a text without colours to a number of cells, the last of which says that it was cut. */
export function cutText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let cut = '';
  let used = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width - 1) break;
    cut += character;
  }
  return `${cut}…`;
}

export interface TableOptions {
  /** Cells of a line; the last column is cut to fit. */
  readonly width?: number;
  readonly heading?: (text: string) => string;
}

/** Rows as lines, columns two spaces apart, nothing after the last cell of a line. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string[] {
  const heading = options.heading ?? ((text: string) => text);
  const widths = headings.map((text, column) =>
    Math.max(textWidth(text), ...rows.map((row) => textWidth(row[column] ?? ''))),
  );
  const last = headings.length - 1;
  const before = widths.slice(0, last).reduce((sum, width) => sum + width + 2, 0);
  const room = Math.max(8, (options.width ?? Number.POSITIVE_INFINITY) - before);
  const line = (cells: readonly string[], style: (text: string) => string): string =>
    cells
      .map((cell, column) => {
        if (column === last) return style(cutText(cell, room));
        return style(cell) + ' '.repeat((widths[column] ?? 0) - textWidth(cell) + 2);
      })
      .join('')
      .trimEnd();
  return [line(headings, heading), ...rows.map((row) => line(row, (text) => text))];
}
