import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPlistPath, valueAt, type PlistValue } from './plist-value.ts';
import { MAX_DEPTH, readXmlPlist } from './read-xml-plist.ts';
import { plain, plistValues } from './testing.ts';
import { writeXmlPlist } from './write-xml-value.ts';

const head = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
`;
const plistOf = (inner: string) => `${head}<plist version="1.0">\n${inner}\n</plist>\n`;

it('reads every type, and says where each stands', () => {
  const text = plistOf(`<dict>
  <!-- why it is here -->
  <key>Label</key> <string>a &amp; b <![CDATA[<c>]]></string>
  <key>N</key><integer>-0x1F</integer><key>R</key><real>1.5</real>
  <key>B</key><true/><key>D</key><date>2026-01-02T03:04:05Z</date>
  <key>X</key><data>
    aGk=
  </data>
  <key>L</key><array><string/><false/></array>
</dict>`);
  const { root, faults } = readXmlPlist(text);
  expect(faults).toEqual([]);
  expect(plain(root!)).toEqual({
    Label: 'a & b <c>',
    N: -31n,
    R: { real: 1.5 },
    B: true,
    D: { date: '2026-01-02T03:04:05Z' },
    X: { data: 'hi' },
    L: ['', false],
  });
  expect(valueAt(root!, ['L', 1])?.place).toMatchObject({ line: 12, column: 31 });
  expect(formatPlistPath(['EnvironmentVariables', 'PATH', 2])).toBe('EnvironmentVariables.PATH[2]');
});

it('of a key that stands twice the last counts', () => {
  const { root } = readXmlPlist(plistOf('<dict><key>a</key><true/><key>a</key><false/></dict>'));
  expect(valueAt(root!, ['a'])).toMatchObject({ value: false });
});

describe('what is wrong is told with its line, and the rest is read', () => {
  it.each([
    [
      '<dict><key>a</key>\n<integer>five</integer>\n<key>b</key><true/></dict>',
      5,
      'what is in <integer> is no integer',
      ['b'],
    ],
    ['<dict>\n<key>a</key>\n<key>b</key><true/></dict>', 5, 'the key "a" has no value', ['b']],
    ['<dict>\n<true/>\n<key>b</key><true/></dict>', 5, 'a <true> without a key', ['b']],
    ['<dict>\nwords <key>b</key><true/></dict>', 4, 'text outside of a value', ['b']],
    [
      '<dict><key>a</key><real>x</real>\n<key>b</key><true/></dict>',
      4,
      'what is in <real> is no real',
      ['b'],
    ],
    [
      '<dict><key>a</key><data>*</data>\n<key>b</key><true/></dict>',
      4,
      'what is in <data> is no data',
      ['b'],
    ],
    ['<dict><key>a</key><nil/>\n<key>b</key><true/></dict>', 4, '<nil> is no element of a plist', ['b']],
  ])('%s', (inner, line, message, keys) => {
    const { root, faults } = readXmlPlist(plistOf(inner));
    expect(faults[0]).toMatchObject({ line, message });
    expect(Object.keys(plain(root!) as object)).toEqual(keys);
  });

  it.each([
    ['nothing', '', 'there is no <plist> in it'],
    ['no value', plistOf(''), 'the <plist> has no value'],
    ['two values', plistOf('<true/><false/>'), 'more than one value in <plist>'],
    ['an end that is missing', '<plist><dict><key>a</key><true/>', 'unclosed tag: dict'],
    ['another language', '{"Label": 1}', 'there is no <plist> in it'],
  ])('%s', (_, text, message) => {
    expect(readXmlPlist(text).faults.map((fault) => fault.message)).toContain(message);
  });
});

describe('what is hostile stays inert', () => {
  it('entities of its own are never expanded', () => {
    const bomb = `<!DOCTYPE plist [<!ENTITY a "${'x'.repeat(1_000)}"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
<plist><array><string>&b;</string><string>&f;</string></array></plist>`;
    const { root, faults } = readXmlPlist(bomb);
    expect(plain(root!)).toEqual(['&b;', '&f;']);
    expect(faults).toEqual([
      { message: 'undefined entity', line: 2, column: expect.any(Number) },
      { message: 'undefined entity', line: 2, column: expect.any(Number) },
    ]);
  });

  it('nesting has a bound', () => {
    const deep = plistOf('<array>'.repeat(MAX_DEPTH * 100));
    const { root, faults } = readXmlPlist(deep);
    expect(root).toBeUndefined();
    expect(faults).toEqual([
      { message: `it is nested more than ${MAX_DEPTH} deep`, line: 4, column: expect.any(Number) },
    ]);
  });

  it('the number of values has a bound', () => {
    const { root, faults } = readXmlPlist(plistOf(`<array>${'<true/>'.repeat(100_001)}</array>`));
    expect([root, faults.at(-1)?.message]).toEqual([undefined, 'it has more than 100000 values']);
  });

  it('names of prototypes are names', () => {
    const { root } = readXmlPlist(
      plistOf('<dict><key>__proto__</key><dict><key>x</key><true/></dict></dict>'),
    );
    expect(valueAt(root!, ['__proto__', 'x'])).toMatchObject({ value: true });
    expect(valueAt(root!, ['constructor'])).toBeUndefined();
  });
});

it('any text is read without a throw', () => {
  const part = fc.constantFrom(
    '<dict>',
    '</dict>',
    '<key>',
    '</key>',
    '<string>',
    '</string>',
    '<plist>',
    '</plist>',
    '<!--',
    '-->',
    '&',
    '<',
    'x',
    '\r\n',
    '<integer>',
    ']]>',
    '<![CDATA[',
    '<?',
    '\u{1f600}',
    '\0',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const { faults } = readXmlPlist(parts.join(''));
      for (const { line, column } of faults) expect(Math.min(line, column)).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});

it('what is written is read back as it was, and every place is that of its own text', () => {
  const check = (text: string, value: PlistValue): void => {
    const { start, end, line, column } = value.place!;
    const element = text.slice(start, end);
    expect(element).toMatch(/^<[^]*>$/);
    expect(plain(readXmlPlist(`<plist>${element}</plist>`).root!)).toEqual(plain(value));
    const before = text.slice(0, start).split('\n');
    expect([line, column]).toEqual([before.length, (before.at(-1) ?? '').length + 1]);
    if (value.kind === 'array') for (const item of value.items) check(text, item);
    if (value.kind === 'dict') for (const entry of value.entries) check(text, entry.value);
  };
  fc.assert(
    fc.property(plistValues, (value) => {
      const text = writeXmlPlist(value);
      const { root, faults } = readXmlPlist(text);
      expect(faults).toEqual([]);
      expect(plain(root!)).toEqual(plain(value));
      check(text, root!);
    }),
    { numRuns: 500 },
  );
});
