import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setInPlist } from './edit-xml-plist.ts';
import { MAX_PLIST_BYTES, readPlist } from './read-plist.ts';
import { plain, plistValues } from './testing.ts';
import { writeXmlPlist } from './write-xml-value.ts';

const TEXT =
  '<?xml version="1.0"?>\n<plist version="1.0">\n<dict>\n\t<key>Label</key>\n\t<string>é</string>\n</dict>\n</plist>\n';

it.each<[string, Buffer]>([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16, little end first', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['UTF-16, big end first', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
])('reads %s', (_, bytes) => {
  const { format, root, faults } = readPlist(bytes);
  expect([format, plain(root!), faults]).toEqual(['xml', { Label: 'é' }, []]);
});

it('the mark of an encoding stays where it was', () => {
  const { text } = readPlist(Buffer.from(`\ufeff${TEXT}`));
  expect(setInPlist(text, ['Label'], { kind: 'string', value: 'x' })).toBe(`\ufeff${TEXT.replace('é', 'x')}`);
});

it.each<[string, Uint8Array, RegExp]>([
  ['nothing', Buffer.alloc(0), /empty/],
  ['bytes that are no text', Buffer.from([0x3c, 0xff, 0xc0]), /no UTF-8 text/],
  ['50 MB', new Uint8Array(50_000_000), /larger than 1 MB/],
  ['a damaged binary plist', Buffer.from('bplist00'.padEnd(64, '\0')), /trailer/],
  ['a program', Buffer.from('\u007fELF\u0002\u0001'), /./],
])('tells what is wrong with %s', (_, bytes, message) => {
  const { root, faults } = readPlist(bytes);
  expect(root).toBeUndefined();
  expect(faults[0]?.message).toMatch(message);
});

it('a long one is read in time that grows with its length', () => {
  const text = writeXmlPlist({
    kind: 'array',
    items: Array.from({ length: 15_000 }, () => ({ kind: 'string', value: 'x'.repeat(30) }) as const),
  });
  expect(text.length).toBeLessThan(MAX_PLIST_BYTES);
  expect(plain(readPlist(Buffer.from(text)).root!)).toHaveLength(15_000);
});

const plistutil = ((): boolean => {
  try {
    execFileSync('plistutil', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A second, independent reader and writer: libplist's. Where it is not installed, this is left out and says so. */
describe.skipIf(!plistutil)('as libplist reads and writes it', () => {
  const convert = (bytes: string | Uint8Array, to: 'bin' | 'xml'): Buffer => {
    const folder = mkdtempSync(join(tmpdir(), 'luka-plist-'));
    try {
      writeFileSync(join(folder, 'in'), bytes);
      execFileSync('plistutil', ['-i', join(folder, 'in'), '-o', join(folder, 'out'), '-f', to]);
      return readFileSync(join(folder, 'out'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  // It has no reals without a fraction of digits and no dates before 2001 in XML; jobs have neither.
  const jobs = plistValues.filter(
    (value) =>
      value.kind === 'dict' &&
      !/"real"|"date"/.test(
        JSON.stringify(plain(value), (_, of: unknown) => (typeof of === 'bigint' ? `${of}` : of)),
      ),
  );

  it('what is written here is the same there, in both forms', () => {
    fc.assert(
      fc.property(jobs, (value) => {
        const text = writeXmlPlist(value);
        const binary = readPlist(convert(text, 'bin'));
        expect([binary.format, binary.faults]).toEqual(['binary', []]);
        expect(sorted(plain(binary.root!))).toEqual(sorted(plain(value)));
        const xml = readPlist(convert(text, 'xml'));
        expect(sorted(plain(xml.root!))).toEqual(sorted(plain(value)));
      }),
      { numRuns: 60 },
    );
  });

  /** Of dictionaries only the content is compared: libplist gives keys in an order of its own. */
  function sorted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    return new Map(
      Object.entries(value)
        .map(([key, of]) => [key, sorted(of)] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
});
