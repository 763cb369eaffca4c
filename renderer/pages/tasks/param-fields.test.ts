import { describe, expect, it } from 'vitest';
import type { Param } from '#shared/nouns/param.ts';
import { initialFields, readFields } from './param-fields.ts';

const PARAMS: Record<string, Param> = {
  folder: { type: 'string', required: true },
  depth: { type: 'integer', default: 2, min: 1, max: 5 },
  ratio: { type: 'number' },
  dry: { type: 'boolean', default: true },
  mode: { type: 'choice', options: ['fast', 'full'], required: true },
  tag: { type: 'string', pattern: '^v\\d+$' },
  odd: { type: 'string', pattern: '(' },
};
const START = initialFields(PARAMS);

describe('the form of a run', () => {
  it('starts with the defaults', () => {
    expect(START).toEqual({ folder: '', depth: '2', ratio: '', dry: true, mode: 'fast', tag: '', odd: '' });
  });
  it('sends typed values and leaves empty fields to the defaults', () => {
    expect(readFields(PARAMS, { ...START, folder: '/tmp', ratio: '0.5', depth: '' })).toEqual({
      values: { folder: '/tmp', ratio: 0.5, dry: true, mode: 'fast' },
      problems: {},
    });
  });
  it.each([
    ['folder', '', 'A value is needed'],
    ['depth', '1.5', 'A whole number is needed'],
    ['depth', '0', 'At least 1'],
    ['depth', '6', 'At most 5'],
    ['ratio', 'many', 'A number is needed'],
    ['tag', 'x1', 'Must match ^v\\d+$'],
  ])('%s cannot be %j', (name, value, problem) => {
    expect(readFields(PARAMS, { ...START, folder: '/tmp', [name]: value }).problems).toEqual({
      [name]: problem,
    });
  });
  it('leaves a pattern it cannot read to Luka', () => {
    expect(readFields(PARAMS, { ...START, folder: '/tmp', odd: 'x' }).values['odd']).toBe('x');
  });
});
