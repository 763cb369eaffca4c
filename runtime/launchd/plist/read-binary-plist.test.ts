import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_DEPTH } from './read-xml-plist.ts';
import { BinaryPlistError, isBinaryPlist, readBinaryPlist } from './read-binary-plist.ts';
import { plain } from './testing.ts';

/** A binary plist of these objects, of which the first is the outermost; offsets and references of one byte. */
function bplist(...objects: (number | string)[][]): Buffer {
  const bytes = objects.map((parts) =>
    Buffer.concat(
      parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part, 'latin1'))),
    ),
  );
  const offsets: number[] = [];
  let at = 8;
  for (const object of bytes) {
    offsets.push(at);
    at += object.length;
  }
  const trailer = Buffer.alloc(32);
  trailer[6] = 1;
  trailer[7] = 1;
  trailer.writeBigUInt64BE(BigInt(objects.length), 8);
  trailer.writeBigUInt64BE(BigInt(at), 24);
  return Buffer.concat([Buffer.from('bplist00'), ...bytes, Buffer.from(offsets), trailer]);
}

it('reads what plutil makes of {"Label":"com.me.job","N":[1,true,"é"]}', () => {
  const bytes = bplist(
    [0xd2, 1, 2, 3, 4],
    [0x55, 'Label'],
    [0x51, 'N'],
    [0x5a, 'com.me.job'],
    [0xa3, 5, 6, 7],
    [0x10, 1],
    [0x09],
    [0x61, 0x00, 0xe9],
  );
  expect(isBinaryPlist(bytes)).toBe(true);
  expect(plain(readBinaryPlist(bytes))).toEqual({ Label: 'com.me.job', N: [1n, true, 'é'] });
});

it('reads every type', () => {
  const double = (value: number): string => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return bytes.toString('latin1');
  };
  const bytes = bplist(
    [0xa8, 1, 2, 3, 4, 5, 6, 7, 8],
    [0x08],
    [0x11, 0xff, 0xff],
    [0x13, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe],
    [0x22, 0x3f, 0xc0, 0, 0],
    [0x23, double(-2.5)],
    [0x33, double(0)],
    [0x42, 'hi'],
    [0x5f, 0x10, 0x10, 'sixteen letters.'],
  );
  expect(plain(readBinaryPlist(bytes))).toEqual([
    false,
    65_535n,
    -2n,
    { real: 1.5 },
    { real: -2.5 },
    { date: '2001-01-01T00:00:00Z' },
    { data: 'hi' },
    'sixteen letters.',
  ]);
});

it.each<[string, Buffer, RegExp]>([
  ['nothing', Buffer.alloc(0), /no binary plist/],
  ['another version', Buffer.concat([Buffer.from('bplist99'), Buffer.alloc(64)]), /no binary plist/],
  ['a trailer of zeros', Buffer.concat([Buffer.from('bplist00'), Buffer.alloc(64)]), /trailer/],
  ['a value in itself', bplist([0xa1, 0]), /contains itself/],
  ['a value that is not there', bplist([0xa1, 9]), /not in it/],
  ['a key that is no text', bplist([0xd1, 1, 1], [0x09]), /no text/],
  ['a text beyond the end', bplist([0x5f, 0x10, 0xff, 'x']), /ends in the middle/],
  ['an array beyond the end', bplist([0xaf, 0x12, 0, 0, 0xff, 0xff]), /not in it|ends in the middle/],
  ['an array beyond all bounds', bplist([0xaf, 0x12, 0xff, 0xff, 0xff, 0xff]), /more than/],
  ['a kind that is none', bplist([0x70]), /0x70/],
  ['a length that is none', bplist([0xaf, 0x09]), /length/],
  [
    'nesting without bound',
    bplist(...Array.from({ length: 200 }, (_, n) => [0xa1, n + 1]), [0x09]),
    new RegExp(`${MAX_DEPTH} deep`),
  ],
  [
    'few bytes that say a billion values',
    bplist(...Array.from({ length: 30 }, (_, n) => [0xa2, n + 1, n + 1]), [0x09]),
    /more than/,
  ],
])('refuses %s', (_, bytes, message) => {
  expect(() => readBinaryPlist(bytes)).toThrow(BinaryPlistError);
  expect(() => readBinaryPlist(bytes)).toThrow(message);
});

it('damaged bytes are read or refused, and nothing else', () => {
  const good = bplist([0xd1, 1, 2], [0x51, 'N'], [0xa2, 3, 4], [0x10, 1], [0x61, 0, 0xe9]);
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
      const bytes = Buffer.from(good);
      for (const [at, by] of changes) bytes[at] = by;
      try {
        readBinaryPlist(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(BinaryPlistError);
      }
    }),
    { numRuns: 5_000 },
  );
});
