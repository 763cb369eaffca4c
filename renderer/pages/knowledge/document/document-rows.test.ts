import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowsOf } from './document-rows.ts';

it('has every character of every line in one row', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/[\r\n]/g, ''))),
      fc.integer({ min: 1, max: 400 }),
      (lines, times) => {
        const long = lines.map((line) => line.repeat(times));
        const rows = rowsOf(`${long.join('\n')}\n`);
        const back = Map.groupBy(rows, ({ line }) => line)
          .values()
          .map((own) => own.map(({ text }) => text).join(''))
          .toArray();
        expect(back).toEqual(long.length === 0 ? [''] : long);
        for (const { text } of rows) expect(text.isWellFormed()).toBe(true);
      },
    ),
    { numRuns: 50 },
  );
});

it('numbers lines as citations do', () => {
  expect(rowsOf('a\r\nb\nc\n\nd').map(({ line, text }) => `${line} ${text}`)).toEqual([
    '1 a',
    '2 b',
    '3 c',
    '4 ',
    '5 d',
  ]);
  expect(rowsOf('')).toEqual([{ line: 1, text: '', first: true }]);
});

it('cuts a line that is too long', () => {
  const rows = rowsOf('x'.repeat(9_000));
  expect(rows.map(({ line, first, text }) => [line, first, text.length])).toEqual([
    [1, true, 4_000],
    [1, false, 4_000],
    [1, false, 1_000],
  ]);
});
