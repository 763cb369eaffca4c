/** The lines around one, and its number: read again from the file, for the few lines that are told. */
import type { KeptFile } from '../logs/kept-file.ts';
import { blankControls, plainText } from './plain-text.ts';

const NEWLINE = 0x0a;
const AROUND_BYTES = 32_768;
const COUNT_BYTES = 1_048_576;

/**
 * @param offsets of the line's first byte, and of the byte behind its line break
 * @param characters of each line that are told
 */
export function linesAround(
  file: KeptFile,
  end: number,
  offsets: { readonly start: number; readonly end: number },
  { count, characters }: { readonly count: number; readonly characters: number },
): { before: string[]; after: string[] } {
  const from = Math.max(0, offsets.start - AROUND_BYTES);
  const head = readAt(file, from, offsets.start - from);
  const tail = readAt(file, offsets.end, Math.min(AROUND_BYTES, end - offsets.end));
  const before = head.toString().split('\n').slice(0, -1);
  // The first one may be the end of a line.
  if (from > 0) before.shift();
  const after = tail.toString().split('\n');
  if (after.at(-1) === '') after.pop();
  const told = (line: string) => blankControls(plainText(line).slice(0, characters)).trimEnd();
  return { before: before.slice(-count).map(told), after: after.slice(0, count).map(told) };
}

/** Numbers of lines, from 1 on, by their offsets in growing order. */
export class LineNumbers {
  readonly #file: KeptFile;
  #offset = 0;
  #line = 1;

  constructor(file: KeptFile) {
    this.#file = file;
  }

  of(offset: number): number {
    while (this.#offset < offset) {
      const bytes = readAt(this.#file, this.#offset, Math.min(COUNT_BYTES, offset - this.#offset));
      if (bytes.length === 0) break;
      for (let feed = bytes.indexOf(NEWLINE); feed >= 0; feed = bytes.indexOf(NEWLINE, feed + 1))
        this.#line += 1;
      this.#offset += bytes.length;
    }
    return this.#line;
  }
}

function readAt(file: KeptFile, offset: number, length: number): Buffer {
  if (length <= 0) return Buffer.alloc(0);
  const buffer = Buffer.allocUnsafe(length);
  let read = 0;
  // Older bytes and live ones come in two goes.
  for (let more = -1; more !== 0 && read < length; read += more)
    more = file.read(buffer, read, length - read, offset + read);
  return buffer.subarray(0, read);
}
