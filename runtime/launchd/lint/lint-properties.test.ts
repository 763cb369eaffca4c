/** Whatever stands in a plist: the linter says something or nothing, and what it mends is all that it changes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PlistEntry, PlistValue } from '../plist/plist-value.ts';
import { readPlist } from '../plist/read-plist.ts';
import { plain, plistValues } from '../plist/testing.ts';
import { writeXmlPlist } from '../plist/write-xml-value.ts';
import { CALENDAR_UNITS, JOB_KEYS, KEEP_ALIVE_KEYS } from './job-keys.ts';
import { fixPlist, lintPlist } from './lint-plist.ts';
import { testFacts } from './testing.ts';

const FILE = '/Users/me/Library/LaunchAgents/com.me.job.plist';
const runs = { numRuns: 300 };

const words = fc.constantFrom(
  '/bin/sh',
  '/bin/bash',
  '-c',
  'jq . &',
  '~/x',
  '$HOME/x',
  '/opt/env.sh',
  'jq',
  '/Users/me',
  '/tmp',
  '5',
  'yes',
  '--password=hunter22',
  '/Users/me/logs/x',
  '',
  '"',
  "a'b",
  'com.me.job',
  '../x',
  'nginx',
  'a && (b',
);
const texts: fc.Arbitrary<PlistValue> = words.map((value) => ({ kind: 'string', value }));
const numbers: fc.Arbitrary<PlistValue> = fc
  .bigInt({ min: -2n, max: 40n })
  .map((value) => ({ kind: 'integer', value }));
const leaves = fc.oneof(texts, numbers, plistValues);
const dictOf = (keys: readonly string[], values: fc.Arbitrary<PlistValue>): fc.Arbitrary<PlistValue> =>
  fc
    .array(fc.record({ key: fc.constantFrom(...keys), value: values }), { maxLength: 4 })
    .map((entries) => ({ kind: 'dict', entries }));
const anything = fc.oneof(
  leaves,
  fc.array(leaves, { maxLength: 4 }).map((items): PlistValue => ({ kind: 'array', items })),
  dictOf(['PATH', 'API_KEY', ...Object.keys(KEEP_ALIVE_KEYS)], leaves),
  dictOf(Object.keys(CALENDAR_UNITS), leaves),
  fc
    .array(dictOf(Object.keys(CALENDAR_UNITS), leaves), { maxLength: 3 })
    .map((items): PlistValue => ({ kind: 'array', items })),
);
/** Keys may stand twice. */
const jobs: fc.Arbitrary<PlistEntry[]> = fc.array(
  fc.record({
    key: fc.constantFrom(...Object.keys(JOB_KEYS), 'Unknown', '__proto__', 'constructor'),
    value: anything,
  }),
  { maxLength: 10 },
);

it('never throws, and a fix ends in a plist that can be read and has nothing left to fix', async () => {
  await fc.assert(
    fc.asyncProperty(jobs, async (entries) => {
      const before = writeXmlPlist({ kind: 'dict', entries });
      await lintPlist(Buffer.from(before), FILE, testFacts);
      const { text, done } = await fixPlist(Buffer.from(before), FILE, testFacts);
      if (done.length === 0) expect(text).toBe(before);
      expect(readPlist(Buffer.from(text)).faults).toEqual([]);
      const after = await lintPlist(Buffer.from(text), FILE, testFacts);
      expect(after.filter(({ fix }) => fix !== undefined)).toEqual([]);
    }),
    runs,
  );
});

it('leaves every line that it does not mend as it was, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(jobs, plistValues, async (entries, value) => {
      // Keys that no fix is of, around and between those that have one.
      const kept = (name: string): PlistEntry => ({ key: `Kept${name}`, value });
      const all = [kept('First'), ...entries.flatMap((entry, at) => [entry, kept(`${at}`)])];
      const before = writeXmlPlist({ kind: 'dict', entries: all }).replaceAll(
        /(<key>Kept\w+<\/key>)/g,
        '<!-- mine:  & <key> -->  $1',
      );
      const { text } = await fixPlist(Buffer.from(before), FILE, testFacts);
      const parts = (of: string): string[] =>
        of.split(/^(?=\t<!-- mine)/m).map((part) => part.slice(0, untouched(part, value)));
      const [head, ...own] = parts(text);
      const [headBefore, ...ownBefore] = parts(before);
      expect(head).toBe(headBefore);
      expect(own).toEqual(ownBefore);
    }),
    runs,
  );
});

/** How far a part that begins with a kept key goes until what stands behind it begins. */
function untouched(part: string, value: PlistValue): number {
  if (!part.startsWith('\t<!-- mine')) return part.length;
  const written = writeXmlPlist({ kind: 'dict', entries: [{ key: 'K', value }] });
  const inner = written.slice(
    written.indexOf('<key>K</key>') + '<key>K</key>'.length,
    written.lastIndexOf('</dict>'),
  );
  return part.indexOf('</key>') + '</key>'.length + inner.length;
}

it('never shows a secret, wherever else it stands, too', async () => {
  const secrets = fc
    .string({ minLength: 6, maxLength: 40, unit: 'grapheme-ascii' })
    .filter(
      (text) =>
        // A path is no secret, and what begins an option is one.
        /^[^/@$\s-]/.test(text) && !/["'\s;&|]/.test(text),
    )
    // No word of the linter's own.
    .map((text) => `q7${text}`);
  await fc.assert(
    fc.asyncProperty(
      jobs,
      secrets,
      fc.constantFrom('env', 'assigned', 'next', 'twice'),
      async (rest, secret, where) => {
        const text = (value: string): PlistValue => ({ kind: 'string', value });
        const env = (...values: string[]): PlistEntry => ({
          key: 'EnvironmentVariables',
          value: {
            kind: 'dict',
            entries: values.map((value) => ({ key: 'DB_PASSWORD', value: text(value) })),
          },
        });
        const args = (...values: string[]): PlistEntry => ({
          key: 'ProgramArguments',
          value: { kind: 'array', items: values.map(text) },
        });
        const held: Record<string, PlistEntry[]> = {
          env: [env(secret), args('/bin/echo', secret, `~/${secret}`)],
          twice: [env(secret, 'other-one')],
          assigned: [args('/bin/sh', '-c', `nosuch --password=${secret} ~`, `$HOME/${secret}`)],
          next: [args('x', '--api-key', secret), { key: 'Program', value: text(secret) }],
        };
        const entries = [...rest.filter(({ key }) => !/Env|Program/.test(key)), ...(held[where] ?? [])];
        const plist = Buffer.from(writeXmlPlist({ kind: 'dict', entries }));
        const findings = await lintPlist(plist, FILE, testFacts);
        expect(findings.some(({ code }) => code === 'secret_in_plist')).toBe(true);
        const shown = JSON.stringify(findings) + (await fixPlist(plist, FILE, testFacts)).done.join();
        expect(shown).not.toContain(secret);
        expect(shown).not.toContain(JSON.stringify(secret).slice(1, -1));
      },
    ),
    runs,
  );
});

it('keeps what is in a plist that it mends', async () => {
  await fc.assert(
    fc.asyncProperty(plistValues, async (value) => {
      const entries: PlistEntry[] = [
        { key: 'Own', value },
        { key: 'StartInterval', value: { kind: 'string', value: '60' } },
      ];
      const { text } = await fixPlist(
        Buffer.from(writeXmlPlist({ kind: 'dict', entries })),
        FILE,
        testFacts,
        ['value_wrong_type'],
      );
      expect(plain(readPlist(Buffer.from(text)).root!)).toEqual({ Own: plain(value), StartInterval: 60n });
    }),
    runs,
  );
});
