import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { resolveParams } from './params.ts';

const declared: TaskDefinition['params'] = {
  folder: { type: 'string', required: true },
  tag: { type: 'string', pattern: '^[a-z]+$' },
  ratio: { type: 'number', default: 0.5, min: 0, max: 1 },
  count: { type: 'integer', default: 3, min: 1 },
  dry: { type: 'boolean', default: false },
  mode: { type: 'choice', options: ['fast', 'slow'], default: 'slow' },
};

const codeOf = (given: Record<string, unknown>): unknown => {
  try {
    return resolveParams(declared, given);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('resolveParams', () => {
  it('gives up a pattern that would take for ever', () => {
    const declared = { name: { type: 'string', pattern: '^(a+)+$' } } as const;
    expect(resolveParams(declared, { name: 'aaa' })).toEqual({ name: 'aaa' });
    expect(() => resolveParams(declared, { name: `${'a'.repeat(60)}!` })).toThrow(
      expect.objectContaining({ code: 'param_invalid' }),
    );
  });

  it('applies defaults and leaves an optional one without value out', () => {
    expect(resolveParams(declared, { folder: '/x' })).toEqual({
      folder: '/x',
      ratio: 0.5,
      count: 3,
      dry: false,
      mode: 'slow',
    });
  });

  it('reads texts as the declared type', () => {
    expect(
      resolveParams(declared, {
        folder: '5',
        ratio: '0.25',
        count: ' 12 ',
        dry: 'yes',
        mode: 'fast',
        tag: 'ab',
      }),
    ).toEqual({ folder: '5', ratio: 0.25, count: 12, dry: true, mode: 'fast', tag: 'ab' });
  });

  it.each([
    [{ folder: 5 }],
    [{ folder: 'a\0b' }],
    [{ folder: 'x', ratio: '' }],
    [{ folder: 'x', ratio: '0x1' }],
    [{ folder: 'x', ratio: 1.5 }],
    [{ folder: 'x', ratio: Number.NaN }],
    [{ folder: 'x', count: '1.5' }],
    [{ folder: 'x', count: '99999999999999999999' }],
    [{ folder: 'x', count: 0 }],
    [{ folder: 'x', dry: 'maybe' }],
    [{ folder: 'x', dry: 1 }],
    [{ folder: 'x', mode: 'Fast' }],
    [{ folder: 'x', tag: 'A1' }],
    [{ folder: ['x'] }],
  ])('refuses %j', (given) => {
    expect(codeOf(given)).toBe('param_invalid');
  });

  it('names parameter, wanted type and given value', () => {
    expect(() => resolveParams(declared, { folder: 'x', count: 'many' })).toThrow(
      'the parameter "count" wants a whole number of at least 1, but was given "many"',
    );
  });

  it('says which parameter is missing and which was meant', () => {
    expect(codeOf({})).toBe('param_missing');
    expect(codeOf({ folder: 'x', cuont: 1 })).toBe('param_unknown');
    expect(() => resolveParams(declared, { folder: 'x', cuont: 1 })).toThrow(
      expect.objectContaining({ remedy: 'did you mean "count"?' }),
    );
    expect(codeOf({ folder: 'x', constructor: 1 })).toBe('param_unknown');
    expect(codeOf(JSON.parse('{"folder":"x","__proto__":1}'))).toBe('param_unknown');
  });

  it('gives back every number that is written out', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const { n } = resolveParams({ n: { type: 'number' } }, { n: String(number) });
        expect(n === number).toBe(true);
      }),
    );
  });
});
