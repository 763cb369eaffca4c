/**
 * Finds the records of JSON while it comes piece by piece: objects in the outermost list, or in a list of the outermost object,
 * `[{…}]`, `{"lessons": [{…}]}`. It keeps nothing of what it saw, and takes anything: what is no JSON has no records.
 */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OBJECT = 0x7b;
const LIST = 0x5b;
/** Records are in the first list or the second thing that is open; what is open below is only counted. */
const DEEPEST = 2;

export class RecordScanner {
  readonly #open: number[] = [];
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #isInRecord = false;

  /** @param onStart offset in this piece @param onEnd offset behind the record's last sign in this piece */
  scan(piece: string, onStart: (at: number) => void, onEnd?: (at: number) => void): void {
    for (let at = 0; at < piece.length; at += 1) {
      const sign = piece.charCodeAt(at);
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (sign === BACKSLASH) this.#isEscaped = true;
        else if (sign === QUOTE) this.#isInString = false;
      } else if (sign === QUOTE) this.#isInString = true;
      else if (sign === OBJECT || sign === LIST) {
        if (sign === OBJECT && !this.#isInRecord && this.#isInList) {
          this.#isInRecord = true;
          onStart(at);
        }
        if (this.#depth < DEEPEST) this.#open[this.#depth] = sign;
        this.#depth += 1;
      } else if (sign === 0x7d || sign === 0x5d) {
        if (this.#depth > 0) this.#depth -= 1;
        if (this.#isInRecord && this.#isInList) {
          this.#isInRecord = false;
          onEnd?.(at + 1);
        }
      }
    }
  }

  get #isInList(): boolean {
    return this.#depth > 0 && this.#depth <= DEEPEST && this.#open[this.#depth - 1] === LIST;
  }
}
