import { styleText } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, formatTable, safeText, textWidth } from './table.ts';

describe('textWidth', () => {
  it.each([
    ['luka', 4],
    ['ภาษา', 4],
    ['สวัสดีที่นี่', 6],
    ['日本', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['🎉', 2],
    ['', 0],
    [styleText('red', 'no', { validateStream: false }), 2],
  ])('of %j is %i', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe('cutText', () => {
  it('leaves what fits and says where it cut', () => {
    expect(cutText('abcdef', 6)).toBe('abcdef');
    expect(cutText('abcdef', 5)).toBe('abcd…');
    expect(cutText('日本語', 5)).toBe('日本…');
    expect(cutText('日本語', 4)).toBe('日…');
  });

  it('never gives more cells than it may', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, width) => {
        expect(textWidth(cutText(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('safeText', () => {
  it('shows control characters instead of obeying them', () => {
    expect(safeText('a\u001b[2Jb\u0007')).toBe('a\ufffd[2Jb\ufffd');
    expect(safeText('two\r\nlines\tand a tab')).toBe('two lines and a tab');
    expect(safeText('safe\u202egpj.exe')).toBe('safe\ufffdgpj.exe');
    expect(safeText('ภาษา 🎉')).toBe('ภาษา 🎉');
  });

  it('leaves nothing that moves the cursor', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(safeText(text)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe('formatTable', () => {
  it('aligns by cells, not by characters', () => {
    expect(
      formatTable(
        ['TASK', 'STATE', 'TITLE'],
        [
          ['ที่นี่', 'ready', 'a'],
          ['日本語です', 'off', 'b'],
        ],
      ),
    ).toEqual(['TASK        STATE  TITLE', 'ที่นี่          ready  a', '日本語です  off    b']);
  });

  it('cuts the last column to the width of the terminal and ends no line in spaces', () => {
    const lines = formatTable(
      ['A', 'WHY'],
      [
        ['1', 'a long reason'],
        ['2', ''],
      ],
      { width: 12 },
    );
    expect(lines).toEqual(['A  WHY', '1  a long r…', '2']);
  });
});
