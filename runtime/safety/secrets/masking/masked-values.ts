/** Which texts are masked for a set of secrets: the values, and the lines of those that have several. */

/** Anything shorter is in everything. */
const LEAST_BYTES = 4;
/** Lines beyond are looked for as they are, not in their encoded forms: that many keys are long files, not passwords. */
const MAX_LINES = 1_000;

export interface MaskedValues {
  /** In all forms. */
  readonly main: readonly Buffer[];
  /** As they are. */
  readonly more: readonly Buffer[];
}

export function maskedValues(values: Iterable<string | Uint8Array>): MaskedValues {
  const main = new Map<string, Buffer>();
  const more = new Map<string, Buffer>();
  const lines: string[] = [];
  for (const value of values) {
    const text = Buffer.from(value).toString('latin1');
    keep(main, text);
    if (/[\r\n]/.test(text)) lines.push(...text.split(/[\r\n]+/));
  }
  const most = main.size + MAX_LINES;
  for (const line of lines) {
    if (main.size < most) keep(main, line);
    else if (!main.has(line)) keep(more, line);
  }
  return { main: [...main.values()], more: [...more.values()] };
}

function keep(kept: Map<string, Buffer>, text: string): void {
  if (text.length >= LEAST_BYTES) kept.set(text, Buffer.from(text, 'latin1'));
}
