/** Goes through one stream of a log, block after block, and keeps what was found. */
import type { LogStream } from '#shared/nouns/log.ts';
import type { LogHit } from '#shared/nouns/log-search.ts';
import { KeptFile } from '../logs/kept-file.ts';
import type { LogFiles } from '../logs/log-files.ts';
import type { Places, Segment } from '../logs/log-index.ts';
import { linesAround, LineNumbers } from './line-around.ts';
import { LineBlocks, type LineBlock } from './line-blocks.ts';
import type { LineMatcher } from './line-matcher.ts';
import { blankControls, plainText } from './plain-text.ts';

const NEWLINE = 0x0a;
/** Characters of a line that are told. */
const LINE_CHARACTERS = 400;

export interface ScanWishes {
  readonly matcher: LineMatcher;
  /** Lines around each hit. */
  readonly context: number;
  /** List so many hits; further ones are counted. */
  readonly each: number;
  /** Moments, ms since 1970: from the first on, before the second. */
  readonly since: number;
  readonly until: number;
}

/** All segments of a log, and where their bytes are. */
export interface ScannedLog extends Places {
  readonly segments: readonly Segment[];
}

export class StreamScan {
  readonly #stream: LogStream;
  readonly #wishes: ScanWishes;
  readonly #file: KeptFile;
  readonly #end: number;
  readonly #blocks: LineBlocks;
  readonly #numbers: LineNumbers;
  /** Of this stream, those whose bytes are there. */
  readonly #segments: readonly Segment[];
  #segment = 0;
  /** Where the last line that was counted begins: its pieces may be several. */
  #counted = -1;
  #listed = 0;
  /** Found and not yet taken, in order. */
  found: LogHit[] = [];
  /** Lines that match so far. */
  total = 0;
  done = false;

  /** @throws the system's error; ENOENT where the log was turned over meanwhile */
  constructor(files: LogFiles, stream: LogStream, log: ScannedLog, wishes: ScanWishes) {
    this.#stream = stream;
    this.#wishes = wishes;
    this.#segments = log.segments.filter((segment) => segment.stream === stream && segment.offset >= 0);
    const last = this.#segments.at(-1);
    this.#end = last ? last.offset + last.bytes : 0;
    this.#file = new KeptFile(files, stream, log);
    this.#blocks = new LineBlocks(this.#file, this.#end);
    this.#numbers = new LineNumbers(this.#file);
    this.done = this.#end === 0;
  }

  /** Position in the log up to which everything of this stream is found. */
  get reached(): number {
    return this.done ? Number.POSITIVE_INFINITY : (this.#segmentOf(this.#blocks.offset)?.at ?? 0);
  }

  /** @returns bytes that were looked at */
  step(): number {
    const block = this.#blocks.next();
    if (!block) {
      this.done = true;
      return 0;
    }
    const { bytes } = block;
    const end = bytes.at(-1) === NEWLINE ? bytes.length - 1 : bytes.length;
    const numbers = this.#wishes.matcher.lines(plainText(bytes.toString('utf8', 0, end)));
    if (numbers.length > 0) this.#keep(block, numbers);
    return bytes.length;
  }

  close(): void {
    this.#file.close();
  }

  /** @param numbers of the lines of the block that match */
  #keep(block: LineBlock, numbers: readonly number[]): void {
    const { bytes, offset } = block;
    let line = 0;
    let from = 0;
    for (const number of numbers) {
      for (; line < number; line += 1) from = bytes.indexOf(NEWLINE, from) + 1;
      const feed = bytes.indexOf(NEWLINE, from);
      const to = feed < 0 ? bytes.length : feed;
      const start = line === 0 && block.lineStart !== undefined ? block.lineStart : offset + from;
      if (start !== this.#counted) this.#add(start, bytes.subarray(from, to), offset + to + 1);
      this.#counted = start;
    }
  }

  #add(start: number, bytes: Buffer, end: number): void {
    const place = this.#segmentOf(start);
    const { context, each, since, until } = this.#wishes;
    // What was emptied, or written behind what is known, has no position.
    if (!place || place.time < since || place.time >= until) return;
    this.total += 1;
    if (this.#listed >= each) return;
    this.#listed += 1;
    this.found.push({
      stream: this.#stream,
      at: place.at,
      line: this.#numbers.of(start),
      time: place.time,
      ...this.#excerpt(plainText(bytes.toString('utf8'))),
      ...(context > 0
        ? linesAround(this.#file, this.#end, { start, end }, { count: context, characters: LINE_CHARACTERS })
        : {}),
    });
  }

  /** The part around the first match: of a progress bar only the state that matches, of a long line a piece. */
  #excerpt(line: string): { text: string; ranges: [number, number][] } {
    const all = this.#wishes.matcher.ranges(line);
    const [first, end] = all[0] ?? [0, 0];
    let from = first === 0 ? 0 : line.lastIndexOf('\r', first - 1) + 1;
    const back = line.indexOf('\r', end);
    let to = back < 0 ? line.length : back;
    if (to - from > LINE_CHARACTERS) {
      from = Math.max(from, Math.min(first - LINE_CHARACTERS / 4, to - LINE_CHARACTERS));
      to = Math.min(to, from + LINE_CHARACTERS);
      if (isLowSurrogate(line, from)) from += 1;
      if (isLowSurrogate(line, to)) to -= 1;
    }
    const text = blankControls(line.slice(from, to)).trimEnd();
    const ranges = all
      .filter(([start]) => start >= from && start < from + text.length)
      .map(([start, stop]): [number, number] => [start - from, Math.min(stop - from, text.length)]);
    return { text, ranges };
  }

  /** The position and the time of a byte of the file. Offsets are asked in growing order, or nearly. */
  #segmentOf(offset: number): { at: number; time: number } | undefined {
    const all = this.#segments;
    while (this.#segment > 0 && all[this.#segment]!.offset > offset) this.#segment -= 1;
    while (this.#segment < all.length - 1 && all[this.#segment]!.offset + all[this.#segment]!.bytes <= offset)
      this.#segment += 1;
    const segment = all[this.#segment];
    if (!segment || offset < segment.offset || offset >= segment.offset + segment.bytes) return undefined;
    return { at: segment.at + (offset - segment.offset), time: segment.time };
  }
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
