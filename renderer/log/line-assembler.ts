/**
 * Makes lines of log entries. An entry is whatever a program happened to write at once: half a line, or a thousand.
 * Each stream carries its own unfinished line, so a line of stdout stays one line when stderr speaks in between; the
 * unfinished line is shown as it grows. Lines stand in the order in which they began.
 */
import type { LogEntry, LogStream } from '#shared/nouns/log.ts';
import { PLAIN, type AnsiStyle } from './ansi-style.ts';
import { parseAnsiLine } from './ansi.ts';

export interface LogLine {
  /** Stable while the window around it moves. */
  readonly key: string;
  readonly stream: LogStream;
  /** Position of its first byte. */
  readonly at: number;
  /** When that byte was seen, ms since 1970. */
  readonly time: number;
  readonly text: string;
  /** Characters beyond MAX_LINE, counted and not kept. */
  readonly cut: number;
  /** The style it starts with: what the line before it left on. */
  readonly style: AnsiStyle;
}

/** Longer lines are cut: one endless line must not cost what a whole log may. */
export const MAX_LINE = 20_000;
/** A progress bar rewrites one line for ever: past this many characters only what follows the last return is kept. */
export const MAX_REWRITTEN = 4_096;

interface Draft {
  index: number;
  text: string;
  cut: number;
  /** A return was read and what follows is not known yet: a line feed makes it the end of a line. */
  pendingReturn: boolean;
}

export class LineAssembler {
  readonly #lines: LogLine[] = [];
  readonly #open = new Map<LogStream, Draft>();
  readonly #styles = new Map<LogStream, AnsiStyle>();

  /** The lines so far. The array is the assembler's own and grows. */
  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  append(entries: readonly LogEntry[]): void {
    for (const entry of entries) this.#append(entry);
  }

  #append({ stream, at, bytes, time, text }: LogEntry): void {
    // Positions inside an entry are counted in UTF-8; bytes that were no text make the count run short, never past the end.
    let position = at;
    let from = 0;
    while (from < text.length) {
      const feed = text.indexOf('\n', from);
      const piece = text.slice(from, feed < 0 ? text.length : feed);
      const draft = this.#draft(stream, Math.min(position, at + Math.max(0, bytes - 1)), time);
      extend(draft, piece);
      this.#store(draft);
      if (feed < 0) return;
      this.#close(stream, draft);
      position += utf8Length(piece) + 1;
      from = feed + 1;
    }
  }

  #draft(stream: LogStream, at: number, time: number): Draft {
    const open = this.#open.get(stream);
    if (open) return open;
    const draft = { index: this.#lines.length, text: '', cut: 0, pendingReturn: false };
    const style = this.#styles.get(stream) ?? PLAIN;
    this.#lines.push({ key: `${stream}${at}`, stream, at, time, text: '', cut: 0, style });
    this.#open.set(stream, draft);
    return draft;
  }

  #store({ index, text, cut }: Draft): void {
    const line = this.#lines[index];
    if (line && (line.text !== text || line.cut !== cut)) this.#lines[index] = { ...line, text, cut };
  }

  #close(stream: LogStream, draft: Draft): void {
    const line = this.#lines[draft.index];
    if (line) this.#styles.set(stream, parseAnsiLine(line.text, line.style).end);
    this.#open.delete(stream);
  }
}

/** Adds to a line, rewriting and cutting by its characters alone, so that how they were cut into entries changes nothing. */
function extend(draft: Draft, piece: string): void {
  const parts = piece.split('\r');
  for (const [index, part] of parts.entries()) {
    if (index > 0) {
      if (draft.pendingReturn) carriageReturn(draft);
      draft.pendingReturn = true;
    }
    if (part === '') continue;
    if (draft.pendingReturn) carriageReturn(draft);
    const room = MAX_LINE - draft.text.length;
    draft.text += part.length > room ? part.slice(0, room) : part;
    draft.cut += Math.max(0, part.length - room);
  }
}

function carriageReturn(draft: Draft): void {
  draft.pendingReturn = false;
  draft.text = draft.text.length > MAX_REWRITTEN ? '' : `${draft.text}\r`;
  draft.cut = 0;
}

/** Bytes of a string in UTF-8. A lone surrogate counts as the replacement character it becomes. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) bytes += 1;
    else if (code >= 0xd800 && code <= 0xdbff && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 2;
      i += 1;
    } else bytes += 2;
  }
  return bytes;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
