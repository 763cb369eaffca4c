import { expect, it } from 'vitest';
import { changeOf } from './change-text.ts';

it.each([
  [{}, { kind: 'none' }],
  [{ after: { score: 7 } }, { kind: 'value', name: 'after', text: '{\n  "score": 7\n}' }],
  [{ before: 'waiting' }, { kind: 'value', name: 'before', text: 'waiting' }],
  [
    { before: '', after: 'paused: true\n' },
    { kind: 'both', before: '', after: 'paused: true\n' },
  ],
  [
    { before: null, after: 1 },
    { kind: 'both', before: 'null', after: '1' },
  ],
])('%j', (row, change) => {
  expect(changeOf(row)).toEqual(change);
});
