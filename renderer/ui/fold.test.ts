import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DiffLine } from '#shared/nouns/approval.ts';
import { changeWords, foldUnchanged } from './fold.ts';

/** `.` unchanged, `+` added, `-` removed. */
const linesOf = (marks: string): DiffLine[] =>
  marks.split('').map((mark, index) => ({
    kind: mark === '+' ? 'added' : mark === '-' ? 'removed' : 'same',
    text: `${index}`,
  }));
/** Folded lines as `_`. */
const shown = (marks: string): string =>
  foldUnchanged(linesOf(marks))
    .map(({ kind, lines }) =>
      kind === 'fold'
        ? '_'.repeat(lines.length)
        : marks.slice(Number(lines[0]!.text), Number(lines.at(-1)!.text) + 1),
    )
    .join('');

describe('foldUnchanged', () => {
  it.each([
    ['', ''],
    ['+-', '+-'],
    ['.....+.....', '.....+.....'],
    ['......+......', '___...+...___'],
    ['..........+..........', '_______...+..._______'],
    ['+.........-', '+...___...-'],
    ['+........-', '+........-'],
    ['..........', '__________'],
    ['..', '..'],
  ])('%j is shown as %j', (marks, expected) => {
    expect(shown(marks)).toBe(expected);
  });

  it('loses no line, and folds none that changed', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('.', '.', '.', '.', '+', '-'), { maxLength: 120 }), (marks) => {
        const lines = linesOf(marks.join(''));
        const parts = foldUnchanged(lines);
        expect(parts.flatMap((part) => part.lines)).toEqual(lines);
        for (const part of parts) {
          expect(part.lines.length).toBeGreaterThan(0);
          expect(lines[part.from]).toBe(part.lines[0]);
          if (part.kind === 'fold') expect(part.lines.every(({ kind }) => kind === 'same')).toBe(true);
        }
      }),
    );
  });
});

it('says how much changed', () => {
  expect(changeWords(linesOf('..'))).toBe('nothing changed');
  expect(changeWords(linesOf('.++-'))).toBe('lines: 2 added, 1 removed');
  expect(changeWords(linesOf('-'))).toBe('lines: 1 removed');
});
