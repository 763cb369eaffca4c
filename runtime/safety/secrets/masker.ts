/**
 * Takes values and all their usual written forms out of a stream of bytes, also where they come in pieces. Bytes are
 * held back only while they may be the beginning of a value. Time is linear in the stream; memory is bounded by the
 * longest form.
 */
import { SOLID_FORMS, WRAPPED_FORMS } from './forms/index.ts';
import { HeldBytes } from './masking/held-bytes.ts';
import { PatternSearch, TELLING_BYTES } from './masking/pattern-search.ts';
import { PatternSet } from './masking/pattern-set.ts';
import { joined, type Span } from './masking/spans.ts';
import { maskedValues } from './masking/masked-values.ts';

/** What stands in the place of a value. */
export const MASK = '•••';
const MASK_BYTES = Buffer.from(MASK);
/** What ends a stream and begins a value like this long is a value that was cut off, not chance. */
const CUT_OFF_BYTES = 16;
const NOTHING = Buffer.alloc(0);

export interface Masker {
  /** @returns what can be passed on; good until the next call */
  push(bytes: Uint8Array): Uint8Array;
  /** Nothing came for a while: also passes on what is too short to tell anything of a value. */
  quiet(): Uint8Array;
  /** The stream has ended. @returns the rest */
  end(): Uint8Array;
}

/** Values shorter than four bytes are not masked: they are in everything. */
export function createMasker(values: Iterable<string | Uint8Array>): Masker {
  return new SecretPatterns(values).createMasker();
}

/** What is looked for. Several streams can share it. */
export class SecretPatterns {
  readonly #solid: PatternSet;
  readonly #wrapped: PatternSet;

  constructor(values: Iterable<string | Uint8Array>) {
    const { main, more } = maskedValues(values);
    this.#solid = new PatternSet([
      { values: main, families: SOLID_FORMS },
      { values: more, families: SOLID_FORMS.slice(0, 1) },
    ]);
    this.#wrapped = new PatternSet([{ values: main, families: WRAPPED_FORMS }]);
  }

  createMasker(): Masker {
    return new StreamMasker([new PatternSearch(this.#solid, false), new PatternSearch(this.#wrapped, true)]);
  }
}

class StreamMasker implements Masker {
  readonly #searches: readonly PatternSearch[];
  readonly #held = new HeldBytes();
  /** Position of the first byte that is held. */
  #shown = 0;
  #position = 0;
  /** By position, apart from each other, not passed yet. */
  #spans: Span[] = [];
  /** Up to here a mask stands already. */
  #maskedTo = -1;

  constructor(searches: readonly PatternSearch[]) {
    this.#searches = searches;
  }

  push(bytes: Uint8Array): Uint8Array {
    this.#position += bytes.length;
    const found = this.#searches.flatMap((search) => search.search(bytes));
    if (found.length > 0) this.#spans = joined([...this.#spans, ...found]);
    const to = this.#openFrom(1);
    if (this.#held.length === 0 && this.#spans.length === 0 && to === this.#position) {
      if (this.#maskedTo <= this.#shown) {
        this.#shown = to;
        return bytes;
      }
    }
    this.#held.add(bytes);
    return this.#pass(to);
  }

  quiet(): Uint8Array {
    return this.#pass(this.#openFrom(TELLING_BYTES));
  }

  end(): Uint8Array {
    const cut = this.#openFrom(CUT_OFF_BYTES);
    if (cut < this.#position) this.#spans = joined([...this.#spans, [cut, this.#position]]);
    return this.#pass(this.#position);
  }

  #openFrom(least: number): number {
    return Math.min(...this.#searches.map((search) => search.openFrom(least)));
  }

  /** What stands before a position, masked. */
  #pass(to: number): Uint8Array {
    const parts: Uint8Array[] = [];
    while (this.#shown < to) {
      this.#extendMask();
      if (this.#shown < this.#maskedTo) {
        this.#take(Math.min(to, this.#maskedTo));
        continue;
      }
      const [span] = this.#spans;
      if (!span || span[0] >= to) {
        parts.push(this.#take(to));
        break;
      }
      if (span[0] > this.#shown) parts.push(this.#take(span[0]));
      parts.push(MASK_BYTES);
      this.#maskedTo = span[1];
      this.#spans.shift();
    }
    if (parts.length === 0) return NOTHING;
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  /** What begins under a mask that stands there, or right behind it, needs none of its own. */
  #extendMask(): void {
    for (;;) {
      const [span] = this.#spans;
      const goesOn =
        span && (span[1] <= this.#shown || (span[0] <= this.#maskedTo && this.#maskedTo >= this.#shown));
      if (!goesOn) return;
      this.#maskedTo = Math.max(this.#maskedTo, span[1]);
      this.#spans.shift();
    }
  }

  #take(to: number): Buffer {
    const taken = this.#held.take(to - this.#shown);
    this.#shown = to;
    return taken;
  }
}
