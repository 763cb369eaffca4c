/** JSON and JSON lines that are too large to be in memory: read piece by piece, as they would be read whole. */
import { PartMaker, type ReadPart } from './part-maker.ts';
import { withLetters } from './read-json.ts';
import { LONGEST_LINE, readLine } from './read-jsonl.ts';
import { RecordScanner } from './record-scanner.ts';

/** Takes a file's text in pieces, however they are cut. */
export interface PartReader {
  add(piece: string): Iterable<ReadPart>;
  /** After the last piece. */
  end(): Iterable<ReadPart>;
}

/** An escape whose rest is in the next piece. */
const TORN_ESCAPE = /\\(?:u[0-9a-fA-F]{0,3})?$/;
const LONGEST_ESCAPE = 6;

/** Records of a list, each where it is written. */
export class JsonParts implements PartReader {
  readonly #parts: PartMaker;
  readonly #scanner = new RecordScanner();
  #torn = '';

  constructor(parts = new PartMaker()) {
    this.#parts = parts;
  }

  *add(piece: string): Iterable<ReadPart> {
    const all = this.#torn + piece;
    const [torn = ''] = TORN_ESCAPE.exec(all.slice(-LONGEST_ESCAPE)) ?? [];
    this.#torn = torn;
    yield* this.#take(all.slice(0, all.length - torn.length));
  }

  *end(): Iterable<ReadPart> {
    yield* this.#take(this.#torn);
    const last = this.#parts.end();
    if (last) yield last;
  }

  *#take(source: string): Iterable<ReadPart> {
    const text = withLetters(source);
    const from = this.#parts.length;
    this.#scanner.scan(text, (at) => this.#parts.record(from + at));
    const part = this.#parts.add(text);
    if (part) yield part;
  }
}

/** One readable record a line. */
export class JsonLinesParts implements PartReader {
  readonly #parts: PartMaker;
  /** The beginning of a line. */
  #line = '';
  /** The line is longer than is looked into: what comes of it is left as it is. */
  #isLong = false;

  constructor(parts = new PartMaker()) {
    this.#parts = parts;
  }

  *add(piece: string): Iterable<ReadPart> {
    let from = 0;
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', from)) {
      yield* this.#end(piece.slice(from, end + 1));
      from = end + 1;
    }
    this.#line += piece.slice(from);
    if (this.#isLong || this.#line.length > LONGEST_LINE) {
      if (!this.#isLong) this.#parts.record(this.#parts.length);
      this.#isLong = true;
      yield* this.#put(this.#line);
      this.#line = '';
    }
  }

  *end(): Iterable<ReadPart> {
    if (this.#line !== '') yield* this.#end('');
    const last = this.#parts.end();
    if (last) yield last;
  }

  /** @param rest of a line, with its end where it has one */
  *#end(rest: string): Iterable<ReadPart> {
    const line = this.#line + rest;
    const wasLong = this.#isLong;
    this.#line = '';
    this.#isLong = false;
    if (wasLong) {
      yield* this.#put(line);
      return;
    }
    const isWhole = line.endsWith('\n');
    const { readable } = readLine(isWhole ? line.slice(0, -1) : line);
    if (readable.trim() !== '') this.#parts.record(this.#parts.length);
    yield* this.#put(isWhole ? `${readable}\n` : readable);
  }

  *#put(text: string): Iterable<ReadPart> {
    const part = this.#parts.add(text);
    if (part) yield part;
  }
}
