/** Reads the bytes of a plist, whichever form they are in. */
import { BinaryPlistError, isBinaryPlist, readBinaryPlist } from './read-binary-plist.ts';
import type { PlistValue } from './plist-value.ts';
import { readXmlPlist, type PlistFault } from './read-xml-plist.ts';
import { writeXmlPlist } from './write-xml-value.ts';

/** Larger than any job's; what is larger is not read. */
export const MAX_PLIST_BYTES = 1_000_000;

export interface ReadPlist {
  readonly format: 'xml' | 'binary' | 'unreadable';
  /** XML as it stands; of a binary plist the XML it stands for; empty where nothing could be read. */
  readonly text: string;
  readonly root?: PlistValue | undefined;
  /** Lines are those of `text`. */
  readonly faults: readonly PlistFault[];
}

/** Never throws: what is wrong is among the faults. */
export function readPlist(bytes: Uint8Array): ReadPlist {
  if (bytes.byteLength > MAX_PLIST_BYTES)
    return unreadable(`it is larger than ${MAX_PLIST_BYTES / 1_000_000} MB`);
  if (isBinaryPlist(bytes)) return readBinary(bytes);
  const encoding = encodingOf(bytes);
  let text: string;
  try {
    // The mark of an encoding is part of the text, so that an edit leaves it where it was.
    text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return unreadable(`it is no ${encoding.toUpperCase()} text`);
  }
  if (text.trim() === '') return unreadable('it is empty');
  const { root, faults } = readXmlPlist(text);
  return { format: 'xml', text, root, faults };
}

function readBinary(bytes: Uint8Array): ReadPlist {
  try {
    const text = writeXmlPlist(readBinaryPlist(bytes));
    // Read again from its text: places are those of what a person sees.
    const { root, faults } = readXmlPlist(text);
    return { format: 'binary', text, root, faults };
  } catch (error) {
    if (error instanceof BinaryPlistError || error instanceof RangeError) return unreadable(error.message);
    throw error;
  }
}

function unreadable(message: string): ReadPlist {
  return { format: 'unreadable', text: '', faults: [{ message, line: 1, column: 1 }] };
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}
