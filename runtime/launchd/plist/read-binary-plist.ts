/**
 * Reads a binary plist (`bplist00`): a table of offsets at the end, objects that name each other by their numbers. Written
 * here because the readers there are give JavaScript's values: `5` and `5.0` become one, the order of keys and bounds
 * are theirs. The layout is that of Apple's CFBinaryPList.c
 * (https://opensource.apple.com/source/CF/CF-1153.18/CFBinaryPList.c).
 */
import type { PlistEntry, PlistValue } from './plist-value.ts';
import { MAX_DEPTH, MAX_VALUES } from './read-xml-plist.ts';

const MAGIC = 'bplist00';
const TRAILER_BYTES = 32;
/** Seconds from 1970 to 2001, the epoch of its dates. */
const EPOCH = 978_307_200;

/** Why a binary plist cannot be read. */
export class BinaryPlistError extends Error {}

export function isBinaryPlist(bytes: Uint8Array): boolean {
  return (
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(6, bytes.byteLength)).toString('latin1') === 'bplist'
  );
}

/** @throws BinaryPlistError */
export function readBinaryPlist(bytes: Uint8Array): PlistValue {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < MAGIC.length + TRAILER_BYTES || buffer.toString('latin1', 0, 8) !== MAGIC)
    throw new BinaryPlistError('it is no binary plist of version 00');
  const trailer = buffer.length - TRAILER_BYTES;
  const offsetBytes = buffer[trailer + 6] ?? 0;
  const refBytes = buffer[trailer + 7] ?? 0;
  const count = Number(buffer.readBigUInt64BE(trailer + 8));
  const top = Number(buffer.readBigUInt64BE(trailer + 16));
  const table = Number(buffer.readBigUInt64BE(trailer + 24));
  if (!isWidth(offsetBytes) || !isWidth(refBytes)) throw new BinaryPlistError('its trailer is damaged');
  if (count < 1 || count > MAX_VALUES) throw new BinaryPlistError(`it says it has ${count} values`);
  if (top >= count || table < MAGIC.length || table + count * offsetBytes > trailer)
    throw new BinaryPlistError('its table of offsets is damaged');

  let values = 0;
  /** Objects that are being read: one that is in itself has no end. */
  const within = new Set<number>();

  function uint(at: number, width: number): number {
    if (at < 0 || at + width > trailer) throw new BinaryPlistError('it ends in the middle of a value');
    const value = width === 8 ? Number(buffer.readBigUInt64BE(at)) : buffer.readUIntBE(at, width);
    if (!Number.isSafeInteger(value)) throw new BinaryPlistError('it names a place that is not in it');
    return value;
  }

  function slice(at: number, length: number): Buffer {
    if (at + length > table) throw new BinaryPlistError('it ends in the middle of a value');
    return buffer.subarray(at, at + length);
  }

  /** The length in a marker, or in the integer that follows it, and where what it counts begins. */
  function sized(at: number, low: number): { length: number; start: number } {
    if (low !== 0xf) return { length: low, start: at + 1 };
    const marker = uint(at + 1, 1);
    if (marker >> 4 !== 0x1 || (marker & 0xf) > 3) throw new BinaryPlistError('a length in it is damaged');
    const width = 1 << (marker & 0xf);
    return { length: uint(at + 2, width), start: at + 2 + width };
  }

  function object(number: number): PlistValue {
    if (number >= count) throw new BinaryPlistError('it names a value that is not in it');
    if (within.has(number)) throw new BinaryPlistError('a value in it contains itself');
    if (within.size >= MAX_DEPTH) throw new BinaryPlistError(`it is nested more than ${MAX_DEPTH} deep`);
    if ((values += 1) > MAX_VALUES) throw new BinaryPlistError(`it has more than ${MAX_VALUES} values`);
    within.add(number);
    const value = read(uint(table + number * offsetBytes, offsetBytes));
    within.delete(number);
    return value;
  }

  function read(at: number): PlistValue {
    const marker = uint(at, 1);
    const low = marker & 0xf;
    switch (marker >> 4) {
      case 0x0:
        if (low === 0x8 || low === 0x9) return { kind: 'boolean', value: low === 0x9 };
        break;
      case 0x1:
        if (low <= 4) return { kind: 'integer', value: integer(slice(at + 1, 1 << low)) };
        break;
      case 0x2:
        if (low === 2) return { kind: 'real', value: slice(at + 1, 4).readFloatBE() };
        if (low === 3) return { kind: 'real', value: slice(at + 1, 8).readDoubleBE() };
        break;
      case 0x3:
        if (low === 3) return { kind: 'date', value: dateText(slice(at + 1, 8).readDoubleBE()) };
        break;
      case 0x4: {
        const { length, start } = sized(at, low);
        return { kind: 'data', value: Uint8Array.from(slice(start, length)) };
      }
      case 0x5: {
        const { length, start } = sized(at, low);
        return { kind: 'string', value: slice(start, length).toString('latin1') };
      }
      case 0x6: {
        const { length, start } = sized(at, low);
        return {
          kind: 'string',
          value: Buffer.from(slice(start, length * 2))
            .swap16()
            .toString('utf16le'),
        };
      }
      case 0xa: {
        const { length, start } = sized(at, low);
        bounded(length);
        return {
          kind: 'array',
          items: Array.from({ length }, (_, n) => object(uint(start + n * refBytes, refBytes))),
        };
      }
      case 0xd: {
        const { length, start } = sized(at, low);
        bounded(length);
        const entries = Array.from({ length }, (_, n): PlistEntry => {
          const key = object(uint(start + n * refBytes, refBytes));
          if (key.kind !== 'string') throw new BinaryPlistError('a key in it is no text');
          return { key: key.value, value: object(uint(start + (length + n) * refBytes, refBytes)) };
        });
        return { kind: 'dict', entries };
      }
    }
    throw new BinaryPlistError(`it has a value of a kind that plists have not (0x${marker.toString(16)})`);
  }

  return object(top);
}

function bounded(length: number): void {
  if (length > MAX_VALUES) throw new BinaryPlistError(`it has more than ${MAX_VALUES} values`);
}

function isWidth(bytes: number): boolean {
  return [1, 2, 3, 4, 5, 6, 8].includes(bytes);
}

/** One, two and four bytes are without a sign, eight and sixteen with one. */
function integer(bytes: Buffer): bigint {
  const unsigned = BigInt(`0x${bytes.toString('hex')}`);
  return bytes.length >= 8 ? BigInt.asIntN(bytes.length * 8, unsigned) : unsigned;
}

function dateText(seconds: number): string {
  const date = new Date((seconds + EPOCH) * 1_000);
  if (Number.isNaN(date.getTime())) throw new BinaryPlistError('a date in it is none');
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
