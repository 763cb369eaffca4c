import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from './scan-json.ts';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('scanJson', () => {
  it('accepts exactly what JSON.parse accepts', () => {
    const pieces = fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          '"a"',
          '"',
          '\\',
          'u',
          '0041',
          '1',
          '-',
          '.',
          'e',
          '+',
          '0',
          'true',
          'nul',
          'null',
          ' ',
          '\n',
          '\u0001',
          '\u00a0',
          '\ufeff',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(pieces, fc.json(), fc.string()), (text) => {
        expect(scanJson(text).ok).toBe(parses(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('calls every beginning of a JSON object incomplete, and nothing but the whole complete', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (value, cut) => {
          const text = JSON.stringify(value);
          const part = text.slice(0, Math.floor((text.length - 1) * cut));
          expect(scanJson(part)).toMatchObject({ ok: false, incomplete: true, offset: part.length });
          expect(scanJson(text).ok).toBe(true);
        },
      ),
    );
  });

  it.each([
    ['{"a": 1,}', 8, 'expected a name in double quotes, found "}"'],
    ['{a: 1}', 1, 'expected a name in double quotes or "}", found "a"'],
    ['[1 2]', 3, 'expected "," or "]", found "2"'],
    ['{"a" 1}', 5, 'expected ":", found "1"'],
    ['{"a": tru3}', 6, 'expected a value, found "t"'],
    ['{"a": "x\ny"}', 8, 'line break'],
    [String.raw`{"a": "C:\dir"}`, 9, 'no escape'],
    ['[01]', 2, 'number'],
    ['{} {}', 3, 'expected nothing more'],
  ])('says where %j goes wrong', (text, offset, message) => {
    const scan = scanJson(text);
    expect(scan).toMatchObject({ ok: false, incomplete: false, offset });
    expect('message' in scan && scan.message).toContain(message);
  });

  it('measures depth without recursion and stops at the limit', () => {
    expect(scanJson('[[{"a":[]}]]')).toEqual({ ok: true, depth: 4 });
    expect(scanJson('['.repeat(20_000) + ']'.repeat(20_000))).toEqual({ ok: true, depth: 20_000 });
    expect(scanJson('{"a":'.repeat(20_000), 100)).toEqual({ ok: false, offset: 500, tooDeep: true });
  });
});
