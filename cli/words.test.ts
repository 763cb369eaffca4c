import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseParams } from './parse-params.ts';
import { parseRunReference } from './run-reference.ts';

const usage = expect.objectContaining({ code: 'usage' }) as Error;

describe('parseParams', () => {
  it('takes everything after the first equals sign', () => {
    expect(parseParams(['a=1', 'b=x=y', 'c=', 'd= z '])).toEqual({ a: '1', b: 'x=y', c: '', d: ' z ' });
    expect(parseParams([])).toEqual({});
  });

  it.each([[['a']], [['=b']], [['']], [['a=1', 'a=2']]])('refuses %j', (words) => {
    expect(() => parseParams(words)).toThrow(usage);
  });

  it('gives back what went in, whatever the names', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !text.includes('='));
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, fc.string()), { selector: ([key]) => key }), (pairs) => {
        const parsed = parseParams(pairs.map(([key, value]) => `${key}=${value}`));
        expect(new Map(Object.entries(parsed))).toEqual(new Map(pairs));
      }),
    );
  });
});

describe('parseRunReference', () => {
  it('takes a number, a number with a hash, and last', () => {
    expect(parseRunReference('12')).toBe(12);
    expect(parseRunReference('#12')).toBe(12);
    expect(parseRunReference('last')).toBeUndefined();
  });

  it.each(['', '0', '#', '-1', '1.5', '12a', 'LAST', '##1', '9'.repeat(16)])('refuses %j', (text) => {
    expect(() => parseRunReference(text)).toThrow(usage);
  });
});
