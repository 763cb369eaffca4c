/** A document's text as rows that can be laid out one by one. Pure. */

export interface DocumentRow {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** False for what goes on with a line that is too long to lay out at once. */
  readonly first: boolean;
}

/** Characters. A megabyte on one line would be laid out as a whole. */
const LONGEST = 4_000;

/** Every character but the line ends is in exactly one row, in order. */
export function rowsOf(text: string): DocumentRow[] {
  const rows: DocumentRow[] = [];
  // Only a line feed ends a line: so the lines of citations are counted.
  const lines = text.split(/\r?\n/);
  // The line feed at the end of a file ends its last line.
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  for (const [index, line] of lines.entries()) {
    let at = 0;
    do {
      const end = cut(line, at + LONGEST);
      rows.push({ line: index + 1, text: line.slice(at, end), first: at === 0 });
      at = end;
    } while (at < line.length);
  }
  return rows;
}

/** Never between the halves of a character. */
function cut(line: string, at: number): number {
  if (at >= line.length) return line.length;
  const code = line.charCodeAt(at);
  return code >= 0xdc_00 && code <= 0xdf_ff ? at + 1 : at;
}
