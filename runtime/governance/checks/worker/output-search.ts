/** Looks for patterns in what was printed: in every line, and for those that span lines in the first part as a whole. */
import { StringDecoder } from 'node:string_decoder';
import type { OutputPiece } from '../check-runner.ts';
import type { OutputFinding, OutputPatterns } from './jobs.ts';

/** UTF-16 units. A pattern that spans lines is found in so much of the beginning. */
const WHOLE_TEXT = 1_048_576;
/** A longer line is looked at in parts. */
const LONGEST_LINE = 1_048_576;
const SHOWN = 200;

export class OutputSearch {
  readonly #matches: RegExp | undefined;
  readonly #lacks: RegExp | undefined;
  #matched: string | undefined;
  #lacked: string | undefined;
  #whole = '';
  readonly #streams = { out: new Lines(), err: new Lines() };

  /** @throws SyntaxError for what is no pattern */
  constructor({ matches, lacks }: OutputPatterns) {
    this.#matches = matches === undefined ? undefined : new RegExp(matches, 'u');
    this.#lacks = lacks === undefined ? undefined : new RegExp(lacks, 'u');
  }

  add({ stream, bytes }: OutputPiece): void {
    const lines = this.#streams[stream];
    const text = lines.decode(bytes);
    if (this.#whole.length < WHOLE_TEXT) this.#whole += text.slice(0, WHOLE_TEXT - this.#whole.length);
    for (const line of lines.split(text)) this.#look(line);
  }

  end(): void {
    for (const lines of [this.#streams.out, this.#streams.err]) {
      const rest = lines.end();
      if (rest !== '') this.#look(rest);
    }
    this.#look(this.#whole);
  }

  /** Whether more output can change nothing. */
  get decided(): boolean {
    if (this.#lacked !== undefined) return true;
    return this.#lacks === undefined && this.#matched !== undefined;
  }

  get finding(): OutputFinding {
    return { matched: this.#matched, lacked: this.#lacked };
  }

  #look(text: string): void {
    if (this.#matches && this.#matched === undefined) this.#matched = found(this.#matches, text);
    if (this.#lacks && this.#lacked === undefined) this.#lacked = found(this.#lacks, text);
  }
}

function found(pattern: RegExp, text: string): string | undefined {
  return pattern.exec(text)?.[0].slice(0, SHOWN);
}

class Lines {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  decode(bytes: Uint8Array): string {
    return this.#decoder.write(Buffer.from(bytes));
  }

  /** Whole lines, without what ends them. */
  split(text: string): string[] {
    const lines = (this.#rest + text).split(/\r?\n/);
    this.#rest = lines.pop() ?? '';
    while (this.#rest.length > LONGEST_LINE) {
      lines.push(this.#rest.slice(0, LONGEST_LINE));
      this.#rest = this.#rest.slice(LONGEST_LINE);
    }
    return lines;
  }

  end(): string {
    return this.#rest + this.#decoder.end();
  }
}
