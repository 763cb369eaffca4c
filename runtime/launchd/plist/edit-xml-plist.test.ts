import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { removeFromPlist, renameInPlist, setInPlist } from './edit-xml-plist.ts';
import { valueAt, type PlistPath, type PlistValue } from './plist-value.ts';
import { readXmlPlist } from './read-xml-plist.ts';
import { plain, plistValues } from './testing.ts';
import { writeXmlPlist } from './write-xml-value.ts';

const TEXT = `<?xml version="1.0"?>
<!-- mine -->
<plist version="1.0">
  <dict>
    <key>Label</key>      <string>com.me.job</string> <!-- the name -->
    <key>KeepAlive</key>
    <dict>
      <key>SuccessfulExit</key><false/>
    </dict>
    <key>ProgramArguments</key>
    <array>
      <string>/bin/echo</string>
      <!-- says it -->
    </array>
    <key>Empty</key>
    <dict/>
    <!-- the end -->
  </dict>
</plist>
`;
const string = (value: string): PlistValue => ({ kind: 'string', value });
const swap = (from: string, to: string): string => {
  expect(TEXT).toContain(from);
  return TEXT.replace(from, to);
};

describe('set', () => {
  it('replaces a value where it stands', () => {
    expect(setInPlist(TEXT, ['Label'], string('a<b'))).toBe(swap('com.me.job', 'a&lt;b'));
    expect(setInPlist(TEXT, ['KeepAlive', 'SuccessfulExit'], { kind: 'boolean', value: true })).toBe(
      swap('<false/>', '<true/>'),
    );
  });

  it('puts a new entry behind the last, indented as the others are', () => {
    expect(setInPlist(TEXT, ['StandardOutPath'], string('/tmp/x'))).toBe(
      swap(
        '    <!-- the end -->\n',
        '    <!-- the end -->\n    <key>StandardOutPath</key>\n    <string>/tmp/x</string>\n',
      ),
    );
  });

  it('appends to an array, behind its comment', () => {
    expect(setInPlist(TEXT, ['ProgramArguments', 1], string('hi'))).toBe(
      swap('      <!-- says it -->\n', '      <!-- says it -->\n      <string>hi</string>\n'),
    );
  });

  it('opens an element that had no inside', () => {
    expect(setInPlist(TEXT, ['Empty', 'a'], { kind: 'array', items: [string('x')] })).toBe(
      swap(
        '<dict/>',
        '<dict>\n      <key>a</key>\n      <array>\n        <string>x</string>\n      </array>\n    </dict>',
      ),
    );
  });

  it('keeps the ends of lines that the file has', () => {
    const edited = setInPlist(TEXT.replaceAll('\n', '\r\n'), ['A'], string('x'));
    expect(edited.replaceAll('\r\n', '')).not.toContain('\n');
  });
});

describe('remove', () => {
  it('takes key, value and their line, and leaves what else stands there', () => {
    expect(removeFromPlist(TEXT, ['KeepAlive'])).toBe(
      swap(
        '    <key>KeepAlive</key>\n    <dict>\n      <key>SuccessfulExit</key><false/>\n    </dict>\n',
        '',
      ),
    );
    expect(removeFromPlist(TEXT, ['Label'])).toBe(
      swap('<key>Label</key>      <string>com.me.job</string> ', ' '),
    );
    expect(removeFromPlist(TEXT, ['ProgramArguments', 0])).toBe(
      swap('      <string>/bin/echo</string>\n', ''),
    );
  });

  it('leaves a comment between key and value', () => {
    const text = '<plist><dict>\n<key>a</key>\n<!-- why -->\n<true/>\n<key>b</key><true/></dict></plist>';
    expect(removeFromPlist(text, ['a'])).toBe(
      '<plist><dict>\n<!-- why -->\n<key>b</key><true/></dict></plist>',
    );
  });
});

it('renames a key where it stands', () => {
  expect(renameInPlist(TEXT, ['KeepAlive', 'SuccessfulExit'], 'Crashed')).toBe(
    swap('SuccessfulExit', 'Crashed'),
  );
});

it.each<[string, () => string]>([
  ['a key under a text', () => setInPlist(TEXT, ['Label', 'x'], string('x'))],
  ['an index beyond the end', () => setInPlist(TEXT, ['ProgramArguments', 2], string('x'))],
  ['a key in an array', () => setInPlist(TEXT, ['ProgramArguments', 'x'], string('x'))],
  ['what is not there', () => removeFromPlist(TEXT, ['Nothing'])],
  ['the whole', () => removeFromPlist(TEXT, [])],
  ['what cannot be renamed', () => renameInPlist(TEXT, ['ProgramArguments', 0], 'x')],
  ['a text that no XML holds', () => setInPlist(TEXT, ['Label'], string('\0'))],
])('refuses %s', (_, edit) => {
  expect(edit).toThrow(RangeError);
});

/** Every path into a value, of any depth. */
function pathsOf(value: PlistValue, at: PlistPath = []): PlistPath[] {
  const inside =
    value.kind === 'dict'
      ? value.entries.flatMap(({ key, value: of }) => pathsOf(of, [...at, key]))
      : value.kind === 'array'
        ? value.items.flatMap((item, index) => pathsOf(item, [...at, index]))
        : [];
  return [at, ...inside];
}

it('an edit at random changes what it names and nothing else', () => {
  fc.assert(
    fc.property(plistValues, plistValues, fc.nat(), fc.boolean(), (value, other, pick, crlf) => {
      const text = writeXmlPlist(value).replaceAll('\n', crlf ? '\r\n' : '\n');
      const { root } = readXmlPlist(text);
      const paths = pathsOf(root!);
      const path = paths[pick % paths.length]!;
      const old = valueAt(root!, path)!;
      const edited = setInPlist(text, path, other);
      // The characters before and behind the value are the same.
      expect(edited.startsWith(text.slice(0, old.place!.start))).toBe(true);
      expect(edited.endsWith(text.slice(old.place!.end))).toBe(true);
      const after = readXmlPlist(edited);
      expect(after.faults).toEqual([]);
      expect(plain(valueAt(after.root!, path)!)).toEqual(plain(other));
      // The way back.
      expect(plain(readXmlPlist(setInPlist(edited, path, old)).root!)).toEqual(plain(root!));
      if (path.length === 0) return;
      const without = readXmlPlist(removeFromPlist(text, path));
      expect(without.faults).toEqual([]);
      expect(pathsOf(without.root!)).toHaveLength(paths.length - pathsOf(old).length);
    }),
    { numRuns: 1_000 },
  );
});
