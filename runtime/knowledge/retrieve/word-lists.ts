/** Keeps the vocabulary of the index that is open: made while nobody asks, and made anew after the index has changed. */
import { Vocabulary } from '../search/vocabulary.ts';
import type { OpenIndex } from './open-index.ts';

/** A word that nobody had yet can wait so long until it is offered in place of another. */
const FRESH_MS = 20_000;
/** Somebody who asks before it is whole waits no longer for it. */
const PATIENCE_MS = 250;

export class WordLists {
  #held:
    | { readonly index: OpenIndex; readonly words: Vocabulary; readonly version: number; readonly at: number }
    | undefined;
  #next: NodeJS.Immediate | undefined;

  /** To be called after an answer: goes on while nothing else is to be done. */
  prepare(index: OpenIndex): void {
    const held = this.#held;
    const isStale =
      held?.index !== index || (performance.now() - held.at > FRESH_MS && held.version !== index.version);
    if (isStale) this.#begin(index);
  }

  /** As whole as it can be in a moment. */
  of(index: OpenIndex): Vocabulary {
    if (this.#held?.index !== index) this.#begin(index);
    const { words } = this.#held!;
    for (const until = performance.now() + PATIENCE_MS; performance.now() < until && words.readSlice(););
    return words;
  }

  #begin(index: OpenIndex): void {
    this.close();
    const words = new Vocabulary(index);
    this.#held = { index, words, version: index.version, at: performance.now() };
    const step = (): void => {
      this.#next = undefined;
      if (this.#held?.words === words && words.readSlice()) this.#next = setImmediate(step);
    };
    this.#next = setImmediate(step);
  }

  /** Before the connection is closed. */
  close(): void {
    if (this.#next) clearImmediate(this.#next);
    this.#next = undefined;
    this.#held = undefined;
  }
}
