import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOutput } from './output-format.ts';
import { parseOutputs } from './outputs.ts';

describe('parseOutputs', () => {
  it('reads lines, values with "=" in them, and several lines', () => {
    expect(parseOutputs('a=1\n\nb=x=y\nc<<EOF\none\n\ntwo=2\nEOF\na=2\n')).toEqual({
      a: '2',
      b: 'x=y',
      c: 'one\n\ntwo=2',
    });
  });

  it('reads what Windows tools write, and nothing', () => {
    expect(parseOutputs('a=1\r\nb<<E\r\nx\r\nE\r\n')).toEqual({ a: '1', b: 'x' });
    expect(parseOutputs('')).toEqual({});
  });

  it.each([
    ['just words', 'line 1'],
    ['a=1\n1x=2', 'line 2'],
    ['=x', 'line 1'],
    ['a<<\nx', 'line 1'],
    ['a<<EOF\nx\n', 'never closed'],
    ['__proto__ =1', 'no output name'],
    ['__proto__=1', 'no output name'],
  ])('refuses %j', (text, message) => {
    expect(() => parseOutputs(text)).toThrow(expect.objectContaining({ code: 'output_invalid' }));
    expect(() => parseOutputs(text)).toThrow(message);
  });

  it('refuses more than 1 MiB', () => {
    expect(() => parseOutputs(`a=${'x'.repeat(1_048_577)}`)).toThrow('1 MiB');
  });

  it('takes names that objects have anyway', () => {
    expect(Object.entries(parseOutputs('constructor=y\n'))).toEqual([['constructor', 'y']]);
  });

  it('reads back whatever was formatted', () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/).filter((text) => text !== '__proto__');
    const value = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom('EOF', 'EOF1', '\n', 'a=b', '<<', ' ')).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.dictionary(name, value), (outputs) => {
        const clean = Object.entries(outputs).map(([key, text]) => [key, text.replaceAll('\r', '')] as const);
        const text = clean.map(([key, item]) => formatOutput(key, item)).join('');
        expect(parseOutputs(text)).toEqual(Object.fromEntries(clean));
      }),
    );
  });

  it('either reads a text or says what is wrong with it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(parseOutputs(text)).toBeTypeOf('object');
        } catch (error) {
          expect(error).toMatchObject({ code: 'output_invalid' });
        }
      }),
    );
  });
});
