import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formsOf } from './forms/index.ts';
import { createMasker, MASK } from './masker.ts';

/** What comes out of these pieces, as text. */
function masked(values: readonly string[], ...pieces: (string | Uint8Array)[]): string {
  return maskedBytes(
    values,
    pieces.map((piece) => Buffer.from(piece)),
  ).toString();
}

function maskedBytes(values: readonly string[], pieces: readonly Uint8Array[]): Buffer {
  const masker = createMasker(values);
  const out = pieces.map((piece) => Buffer.from(masker.push(piece)));
  return Buffer.concat([...out, masker.end()]);
}

const wrapped = (text: string, width: number, lineEnd = '\n') =>
  text.replace(new RegExp(`.{${width}}`, 'g'), `$&${lineEnd}`);
const AWKWARD = `p4$s w"o'r&d<ü>/\\ ภาษา\t😀`;

describe('a value', () => {
  it.each([
    ['whole', 'token=hunter22;', `token=${MASK};`],
    ['twice', 'hunter22 hunter22', `${MASK} ${MASK}`],
    ['at both ends', 'hunter22-hunter22', `${MASK}-${MASK}`],
    ['not at all', 'hunter2 hunter 22', 'hunter2 hunter 22'],
    ['after a false beginning', 'hunhunter22', `hun${MASK}`],
  ])('is masked where it stands %s', (_where, text, out) => {
    expect(masked(['hunter22'], text)).toBe(out);
    expect(masked(['hunter22'], ...text.split(''))).toBe(out);
  });

  it('is masked whole where values overlap or begin alike', () => {
    const values = ['abcd', 'abcdefgh', 'ghijk'];
    expect(masked(values, 'abcdefghijk')).toBe(MASK);
    expect(masked(values, 'abcdefg')).toBe(`${MASK}efg`);
    expect(masked(['aaaa'], 'aaaaaaaaaab')).toBe(`${MASK}b`);
    expect(masked(['aaaa'], ...'aaaaaaaaaab'.split(''))).toBe(`${MASK}b`);
  });

  it('below four bytes is in everything, and is left', () => {
    expect(masked(['abc', ''], 'abcabc')).toBe('abcabc');
  });

  it('of several lines is masked line by line, too', () => {
    const values = ['first line\r\n  second\nxyz\n'];
    expect(masked(values, 'a first line b', '  second', 'xyz')).toBe(`a ${MASK} b${MASK}xyz`);
    expect(masked(values, Buffer.from('first line').toString('base64'))).toBe(MASK);
  });

  it.each(formsOf(Buffer.from(AWKWARD)).map((form) => [form.toString(), form] as const))(
    'is masked as %s',
    (_text, form) => {
      const text = Buffer.concat([Buffer.from('<<'), form, Buffer.from('>>')]);
      expect(maskedBytes([AWKWARD], [text]).toString()).toBe(`<<${MASK}>>`);
      const single = [...text].map((byte) => Buffer.of(byte));
      expect(maskedBytes([AWKWARD], single).toString()).toBe(`<<${MASK}>>`);
    },
  );

  it('is masked as other programs write it', () => {
    const value = `it's 100% "ü" a/b~c!d*e(f)`;
    for (const form of [
      // python3: urllib.parse.quote, quote_plus, quote(safe='')
      'it%27s%20100%25%20%22%C3%BC%22%20a/b~c%21d%2Ae%28f%29',
      'it%27s+100%25+%22%C3%BC%22+a%2Fb~c%21d%2Ae%28f%29',
      'it%27s%20100%25%20%22%C3%BC%22%20a%2Fb~c%21d%2Ae%28f%29',
      new URLSearchParams({ v: value }).toString().slice(2),
      encodeURIComponent(value),
      encodeURI(value),
      // python3: json.dumps; php: json_encode
      'it\'s 100% \\"\\u00fc\\" a/b~c!d*e(f)',
      'it\'s 100% \\"\\u00fc\\" a\\/b~c!d*e(f)',
      // bash: printf %q, and set -x
      `it\\'s\\ 100%\\ \\"ü\\"\\ a/b~c\\!d\\*e\\(f\\)`,
      `it'\\''s 100% "ü" a/b~c!d*e(f)`,
      `it\\'s 100% "\\303\\274" a/b~c!d*e(f)`,
      'it&#39;s 100% &quot;ü&quot; a/b~c!d*e(f)',
      'it&#x27;s 100% &quot;ü&quot; a/b~c!d*e(f)',
    ])
      expect([form, masked([value], `<${form}>`)]).toEqual([form, `<${MASK}>`]);
  });

  it('is masked in base64 and hexadecimal that is broken into lines', () => {
    const value = `ghp_${'x7Q'.repeat(40)}`;
    for (const before of ['', 'u', 'us', 'user:']) {
      const base64 = Buffer.from(`${before}${value}: more`).toString('base64');
      for (const text of [wrapped(base64, 76), wrapped(base64, 64, '\r\n'), wrapped(base64, 60)])
        expect(masked([value], text)).not.toMatch(/[A-Za-z0-9+/]{12}[^]*•••|•••[^]*[A-Za-z0-9+/]{16}/);
    }
    expect(masked([value], wrapped(Buffer.from(value).toString('hex'), 60))).toBe(MASK);
    expect(masked([value], wrapped(`${Buffer.from(value).toString('hex')}0a`, 60))).toBe(`${MASK}0a`);
  });
});

describe('what is no value', () => {
  it('passes as it is, in whatever pieces', () => {
    const text = fc.uint8Array({ maxLength: 400 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (pieces) => {
        const values = [`not-in-there-${'0'.repeat(12)}`, 'ไม่มีในนั้น'];
        expect(maskedBytes(values, pieces).equals(Buffer.concat(pieces))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is passed on at once unless it ends like a beginning', () => {
    const masker = createMasker(['hunter22']);
    const say = (text: string) => Buffer.from(masker.push(Buffer.from(text))).toString();
    expect(say('Password: \n')).toBe('Password: \n');
    expect(say('do you h')).toBe('do you ');
    expect(say('ave it? hunt')).toBe('have it? ');
    expect(say('er')).toBe('');
    expect(say('s do.')).toBe('hunters do.');
    expect(say('')).toBe('');
  });

  it('is not kept back for long where it tells nothing', () => {
    const masker = createMasker(['hunter22']);
    const say = (text: string) => Buffer.from(masker.push(Buffer.from(text))).toString();
    const wait = () => Buffer.from(masker.quiet()).toString();
    expect([say('go? hun'), wait(), wait()]).toEqual(['go? ', 'hun', '']);
    expect([say('ter22!'), say('hunt'), wait(), say('er22')]).toEqual([`${MASK}!`, '', '', MASK]);
  });

  it('waits for a break in the middle of base64, and shows a line that merely ends like it', () => {
    const value = 'correct horse battery staple, and more of it';
    const base64 = Buffer.from(value).toString('base64');
    const masker = createMasker([value]);
    const say = (text: string) => Buffer.from(masker.push(Buffer.from(text))).toString();
    expect(say(`x: ${base64.slice(0, 3)}\n`)).toBe(`x: ${base64.slice(0, 3)}\n`);
    expect(say(base64.slice(3))).toBe(MASK);
    expect(say(`x: ${base64.slice(0, 4)}\n`)).toBe('x: ');
    expect(say(`\n\n${base64.slice(4, 20)}`)).toBe(`${base64.slice(0, 4)}\n\n\n${base64.slice(4, 20)}`);
  });
});

describe('the end', () => {
  const value = 'correct horse battery staple';
  it('passes on what is short, and masks a value that was cut off', () => {
    expect(masked([value], 'it is correct')).toBe('it is correct');
    expect(masked([value], `it is ${value.slice(0, 20)}`)).toBe(`it is ${MASK}`);
  });
});

/** Unicode, binary-like text, words, long ones, and those that begin or end alike. */
const secret = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 2, maxLength: 40 }),
    fc.string({ unit: 'binary', minLength: 4, maxLength: 60 }),
    fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 4, maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom('a', '\n', '"', '%', '\\', "'", '+', '/'),
      minLength: 4,
      maxLength: 12,
    }),
    fc.base64String({ minLength: 40, maxLength: 200 }),
    fc.string({ unit: 'grapheme-ascii', minLength: 700, maxLength: 3_000 }),
  )
  .map((text) => text.toWellFormed().replaceAll('\0', '0'))
  // A value that is made of masks shows wherever there is one.
  .filter((text) => Buffer.byteLength(text) >= 4 && !text.includes('•'));

const secrets = fc
  .array(secret, { minLength: 1, maxLength: 4 })
  .chain((list) =>
    fc
      .array(fc.tuple(fc.nat(list.length - 1), fc.nat(20)), { maxLength: 2 })
      .map((cuts) => list.concat(cuts.map(([which, at]) => list[which]!.slice(at) + list[0]!.slice(0, 9)))),
  )
  .map((list) => list.map((text) => text.toWellFormed()).filter((text) => Buffer.byteLength(text) >= 4));

it('no form of any value comes through, in whatever pieces', () => {
  fc.assert(
    fc.property(
      secrets,
      fc.array(fc.tuple(fc.nat(9), fc.nat(200), fc.uint8Array({ maxLength: 12 })), {
        minLength: 1,
        maxLength: 10,
      }),
      fc.array(fc.nat(90), { minLength: 1, maxLength: 20 }),
      (values, picks, cuts) => {
        const forms = values.flatMap((value) => formsOf(Buffer.from(value)));
        const all = values.map((value) => formsOf(Buffer.from(value)));
        const text = Buffer.concat(
          picks.flatMap(([which, form, between]) => {
            const own = all[which % all.length]!;
            return [own[form % own.length]!, between];
          }),
        );
        const pieces: Buffer[] = [];
        for (let at = 0, turn = 0; at < text.length; turn += 1) {
          const length = cuts[turn % cuts.length]! + (turn % 2);
          pieces.push(text.subarray(at, at + length));
          at += length;
        }
        const out = maskedBytes(values, pieces);
        for (const form of forms)
          if (form.length >= 4 && out.includes(form))
            throw new Error(`${form.toString()} is in ${out.toString()}`);
      },
    ),
    { numRuns: 250 },
  );
});

it('long values cost no more than short ones', { timeout: 60_000 }, () => {
  const values = Array.from({ length: 64 }, () => randomBytes(48 * 1024).toString('base64'));
  const start = performance.now();
  const masker = createMasker(values);
  const text = Buffer.alloc(8e6, 'some line of a log that is quite ordinary\n');
  let out = 0;
  for (let at = 0; at < text.length; at += 65_536) out += masker.push(text.subarray(at, at + 65_536)).length;
  for (const value of values.slice(0, 8)) out += masker.push(Buffer.from(value)).length;
  expect(out).toBeGreaterThan(text.length - 100);
  expect(out).toBeLessThan(text.length + 100);
  // A hundredth of the speed that is usual.
  expect(performance.now() - start).toBeLessThan(20_000);
});

it('holds no more than a value is long, byte by byte as well', () => {
  const value = 'a'.repeat(60_000);
  const masker = createMasker([`${value}b`]);
  const one = Buffer.from('a');
  let shown = 0;
  for (let count = 0; count < 200_000; count += 1) shown += masker.push(one).length;
  expect(200_000 - shown).toBeLessThanOrEqual(60_001);
});
