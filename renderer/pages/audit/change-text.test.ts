import { expect, it } from 'vitest';
import { aboutOf, changeOf } from './change-text.ts';

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

it.each([
  [{ subject: 'run 7', after: { title: 'Nightly backup', score: 3 } }, 'run 7: Nightly backup'],
  [{ subject: 'run 7', reason: 'late\nagain' }, 'run 7: late again'],
  [{ subject: 'policy', after: 'title: x' }, 'policy'],
  [{ subject: 'client ci', after: { role: 'codex' } }, 'client ci'],
])('%j is about %j', (row, words) => {
  expect(aboutOf(row)).toBe(words);
});
