import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compare } from './diff-lines.ts';

it('says which lines went and which came', () => {
  expect(compare('a\nb\nc\n', 'a\nx\nc\n').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'same a',
    'removed b',
    'added x',
    'same c',
  ]);
  expect(compare('', 'a\n')).toEqual([{ kind: 'added', text: 'a' }]);
  expect(compare('', '')).toEqual([]);
});

it('holds all of both texts', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', '', 'paused: true'), { maxLength: 20 })
    .map((lines) => lines.map((line) => `${line}\n`).join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = compare(before, after);
      const without = (kind: string): string =>
        lines
          .filter((line) => line.kind !== kind)
          .map((line) => `${line.text}\n`)
          .join('');
      expect(without('added')).toBe(before);
      expect(without('removed')).toBe(after);
    }),
  );
});
