import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain, plainLine } from './plain.ts';

describe('plain', () => {
  it.each([
    ['rm -rf ~/Documents', 'rm -rf ~/Documents'],
    ['a\n\tb', 'a\n\tb'],
    ['ภาษาไทย', 'ภาษาไทย'],
    ['echo \u202e\u2066x', 'echo \\u{202e}\\u{2066}x'],
    ['a\u001b[31mred', 'a\\u{1b}[31mred'],
    ['over\rwritten', 'over\\u{d}written'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['\ud800', '\\u{d800}'],
  ])('%j becomes %j', (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it('leaves nothing that is not seen, and is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const shown = plain(text);
        expect(shown).not.toMatch(/[^\P{C}\n\t]|[\u2028\u2029]/u);
        expect(plain(shown)).toBe(shown);
        expect(plainLine(text)).not.toMatch(/[\n\t]/);
      }),
    );
  });
});
