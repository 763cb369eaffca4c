/** Bytes that come piece by piece as text, by the same rules as those of a whole file. */
import { TextDecoder } from 'node:util';
import { assertNoBinary, encodingOf } from './decode.ts';
import { NotRead } from './document.ts';

export class PieceDecoder {
  #decoder: TextDecoder | undefined;

  /** @param bytes the first ones show what the encoding is @throws NotRead binary, not-text */
  decode(bytes: Uint8Array): string {
    if (this.#decoder === undefined) {
      const encoding = encodingOf(bytes);
      if (encoding === 'utf-8') assertNoBinary(bytes);
      this.#decoder = new TextDecoder(encoding, { fatal: true });
    }
    return this.#decoded(bytes);
  }

  /** @throws NotRead not-text, where the last character is torn */
  end(): string {
    return this.#decoder === undefined ? '' : this.#decoded(undefined);
  }

  #decoded(bytes: Uint8Array | undefined): string {
    const decoder = this.#decoder!;
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch (cause) {
      throw new NotRead('not-text', `it is not valid ${decoder.encoding.toUpperCase()}`, cause);
    }
  }
}
