/** Bytes as text: UTF-8, or UTF-16 where a mark at the beginning says so. https://encoding.spec.whatwg.org */
import { isAscii, isUtf8 } from 'node:buffer';
import { NotRead } from './document.ts';

/** Bytes in which a NUL shows that it is no text; git looks at as many. */
const LOOKED_AT = 8_000;

/** @throws NotRead binary, not-text */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-8') return decodeUtf8(bytes);
  try {
    // Takes the mark away. With `fatal`, what cannot be decoded is not passed off as text.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new NotRead('not-text', `it is not valid ${encoding.toUpperCase()}`, cause);
  }
}

/** Most of a first sync is text like this: looking whether it is valid and then copying it takes a tenth of the decoder's time. */
function decodeUtf8(bytes: Uint8Array): string {
  assertNoBinary(bytes);
  if (!isUtf8(bytes)) throw new NotRead('not-text', 'it is not valid UTF-8');
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const start = hasMark ? 3 : 0;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
  return buffer.toString(isAscii(buffer) ? 'latin1' : 'utf8');
}

/** @param bytes the first ones of a file @throws NotRead binary */
export function assertNoBinary(bytes: Uint8Array): void {
  if (bytes.subarray(0, LOOKED_AT).includes(0)) throw new NotRead('binary', 'it has bytes that no text has');
}

export function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}
