/**
 * One line of terminal output as spans of text and style. Understood: SGR, carriage return and backspace (what follows
 * overwrites), erase in line. Everything else a terminal would obey (cursor moves, titles, links, device control) is
 * dropped; a link keeps its text. The result is text and never markup.
 */
import { applySgr, PLAIN, sameStyle, type AnsiStyle } from './ansi-style.ts';

export interface AnsiSpan {
  readonly text: string;
  readonly style: AnsiStyle;
}
export interface AnsiLine {
  readonly spans: readonly AnsiSpan[];
  /** The style in force at the end: the next line of the same stream starts with it. */
  readonly end: AnsiStyle;
}

/** What a plain line cannot hold: C0 controls but tab, DEL, and the C1 controls. */
// oxlint-disable-next-line no-control-regex
const SPECIAL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/;

export function parseAnsiLine(text: string, start: AnsiStyle = PLAIN): AnsiLine {
  if (!SPECIAL.test(text)) return { spans: text === '' ? [] : [{ text, style: start }], end: start };
  const line = new Canvas();
  let style = start;
  let at = 0;
  while (at < text.length) {
    const next = text.slice(at).search(SPECIAL);
    if (next !== 0) {
      const until = next < 0 ? text.length : at + next;
      line.write(text.slice(at, until), style);
      at = until;
      continue;
    }
    const char = text[at] ?? '';
    if (char === '\r') line.home();
    else if (char === '\b') line.back();
    if (char !== '\u001b' && !(char >= '\u0080' && char <= '\u009f')) {
      at += 1;
      continue;
    }
    const escape = readEscape(text, at);
    if (escape.final === 'm') style = applySgr(style, escape.params);
    else if (escape.final === 'K') line.erase(escape.params);
    at = escape.end;
  }
  return { spans: line.spans(), end: style };
}

/** The text alone, as a person reads it. */
export function plainText(text: string): string {
  return SPECIAL.test(text)
    ? parseAnsiLine(text)
        .spans.map((span) => span.text)
        .join('')
    : text;
}

interface Escape {
  /** The final character of a CSI sequence without private markers; empty for every other escape. */
  readonly final: string;
  readonly params: string;
  readonly end: number;
}

/** Where the escape sequence that starts at `at` ends (ECMA-48, 5.4; a string is ended by ST, or BEL as xterm allows). */
function readEscape(text: string, at: number): Escape {
  const eightBit = text[at] !== '\u001b';
  const kind = eightBit ? String.fromCharCode(text.charCodeAt(at) - 0x40) : (text[at + 1] ?? '');
  let index = at + (eightBit ? 1 : 2);
  if (kind === '[') {
    const from = index;
    while (index < text.length && inRange(text, index, 0x20, 0x3f)) index += 1;
    if (!inRange(text, index, 0x40, 0x7e)) return { final: '', params: '', end: index };
    const params = text.slice(from, index);
    return { final: /^[\d;:]*$/.test(params) ? (text[index] ?? '') : '', params, end: index + 1 };
  }
  if (']PX^_'.includes(kind) && kind !== '') return { final: '', params: '', end: endOfString(text, index) };
  if (!eightBit && inRange(text, at + 1, 0x20, 0x2f)) {
    while (index < text.length && inRange(text, index, 0x20, 0x2f)) index += 1;
    return { final: '', params: '', end: Math.min(text.length, index + 1) };
  }
  // Another ESC is the start of a new sequence, not the end of this one.
  if (!eightBit && !inRange(text, at + 1, 0x30, 0x7e)) return { final: '', params: '', end: at + 1 };
  return { final: '', params: '', end: Math.min(text.length, index) };
}

function endOfString(text: string, from: number): number {
  for (let index = from; index < text.length; index += 1) {
    const char = text[index];
    if (char === '\u0007' || char === '\u009c') return index + 1;
    if (char === '\u001b') return text[index + 1] === '\\' ? index + 2 : index;
  }
  return text.length;
}

function inRange(text: string, index: number, low: number, high: number): boolean {
  const code = text.charCodeAt(index);
  return code >= low && code <= high;
}

/** A line being written to: plain appends stay whole spans; only once something overwrites is it split into cells. */
class Canvas {
  #spans: AnsiSpan[] = [];
  #cells: AnsiSpan[] | undefined;
  #cursor = 0;

  write(text: string, style: AnsiStyle): void {
    if (!this.#cells) {
      push(this.#spans, text, style);
      return;
    }
    for (const char of text) {
      // An erase may have left the cursor past the end: blanks fill the gap.
      while (this.#cells.length < this.#cursor) this.#cells.push({ text: ' ', style: PLAIN });
      this.#cells[this.#cursor] = { text: char, style };
      this.#cursor += 1;
    }
  }

  home(): void {
    this.#split();
    this.#cursor = 0;
  }

  back(): void {
    this.#split();
    this.#cursor = Math.max(0, this.#cursor - 1);
  }

  erase(params: string): void {
    const cells = this.#split();
    if (params === '' || params === '0') cells.length = Math.min(cells.length, this.#cursor);
    else if (params === '2') cells.length = 0;
    else if (params === '1') {
      for (let i = 0; i < Math.min(cells.length, this.#cursor + 1); i += 1)
        cells[i] = { text: ' ', style: PLAIN };
    }
  }

  spans(): readonly AnsiSpan[] {
    if (!this.#cells) return this.#spans;
    const spans: AnsiSpan[] = [];
    for (const cell of this.#cells) push(spans, cell.text, cell.style);
    return spans;
  }

  #split(): AnsiSpan[] {
    if (!this.#cells) {
      this.#cells = this.#spans.flatMap(({ text, style }) =>
        Array.from(text, (char) => ({ text: char, style })),
      );
      this.#cursor = this.#cells.length;
    }
    return this.#cells;
  }
}

function push(spans: AnsiSpan[], text: string, style: AnsiStyle): void {
  const last = spans.at(-1);
  if (last && sameStyle(last.style, style))
    spans[spans.length - 1] = { text: last.text + text, style: last.style };
  else spans.push({ text, style });
}
