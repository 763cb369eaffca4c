/**
 * The part of a log that is in memory: neighbouring entries and the lines made of them. It grows at either end and is
 * trimmed at the other, so that a log of any size costs the same.
 */
import type { LogEntry, LogPage, LogStream } from '#shared/nouns/log.ts';
import { LineAssembler, type LogLine } from './line-assembler.ts';

export const MAX_LINES = 20_000;
const MAX_CHARS = 8_000_000;
/** A trim goes down to this share of the limit, so that it is rare. */
const KEEP = 0.75;

export class LogWindow {
  #entries: LogEntry[] = [];
  #assembler = new LineAssembler();
  #chars = 0;
  /** Positions of the first byte and after the last. */
  from = 0;
  to = 0;

  static of(page: LogPage): LogWindow {
    const window = new LogWindow();
    window.from = page.from;
    window.to = page.to;
    window.#entries = [...page.entries];
    window.#rebuild();
    return window;
  }

  get lines(): readonly LogLine[] {
    return this.#assembler.lines;
  }

  get isFull(): boolean {
    return this.lines.length > MAX_LINES || this.#chars > MAX_CHARS;
  }

  /** Adds entries that start at `to`; what the window has already is passed over. */
  append(entries: readonly LogEntry[]): void {
    const fresh = entries.filter((entry) => entry.at >= this.to);
    const last = fresh.at(-1);
    if (!last) return;
    this.#entries.push(...fresh);
    this.#chars += charsOf(fresh);
    this.#assembler.append(fresh);
    this.to = last.at + last.bytes;
  }

  /** Adds the page that ends at `from`. */
  prepend(page: LogPage): void {
    this.#entries = [...page.entries.filter((entry) => entry.at < this.from), ...this.#entries];
    this.from = Math.min(this.from, page.from);
    this.#rebuild();
  }

  /** Lets go of lines at one end until there is room again. @returns whether anything went */
  trim(end: 'first' | 'last'): boolean {
    if (!this.isFull) return false;
    const share = Math.max(this.lines.length / MAX_LINES, this.#chars / MAX_CHARS) / KEEP;
    const target = Math.floor(this.#chars / share);
    let chars = this.#chars;
    let gone = 0;
    while (gone < this.#entries.length - 1 && chars > target) {
      chars -= this.#entries[end === 'first' ? gone : this.#entries.length - 1 - gone]?.text.length ?? 0;
      gone += 1;
    }
    if (gone === 0) return false;
    this.#entries = end === 'first' ? this.#entries.slice(gone) : this.#entries.slice(0, -gone);
    const [first, last] = [this.#entries[0], this.#entries.at(-1)];
    if (first && end === 'first') this.from = first.at;
    if (last && end === 'last') this.to = last.at + last.bytes;
    this.#rebuild();
    return true;
  }

  /** Index of the line of `stream` that holds position `at`; undefined where it is not in the window. */
  indexOf(at: number, stream: LogStream): number | undefined {
    if (at < this.from || at >= this.to) return undefined;
    let found: number | undefined;
    for (const [index, line] of this.lines.entries()) {
      if (line.at > at) break;
      if (line.stream === stream) found = index;
    }
    return found;
  }

  #rebuild(): void {
    this.#assembler = new LineAssembler();
    this.#assembler.append(this.#entries);
    this.#chars = charsOf(this.#entries);
  }
}

function charsOf(entries: readonly LogEntry[]): number {
  let chars = 0;
  for (const entry of entries) chars += entry.text.length;
  return chars;
}
