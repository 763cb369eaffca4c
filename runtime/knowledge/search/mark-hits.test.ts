import fc from 'fast-check';
import { expect, it } from 'vitest';
import { marksOf } from './mark-hits.ts';
import { hasUnspaced, wordsOf } from './scripts.ts';
import type { Term } from './query.ts';

const term = (text: string, more: Partial<Term> = {}): Term => ({
  text,
  isPhrase: false,
  isPrefix: false,
  isNot: false,
  ...more,
});
const marked = (text: string, ...terms: Term[]): string[] =>
  marksOf(text, terms).map(({ start, end }) => text.slice(start, end));

it.each([
  ['whole words alone', 'cat concat cat-like cats', [term('cat')], ['cat', 'cat']],
  [
    'beginnings with the rest of the word',
    'back backup',
    [term('back', { isPrefix: true })],
    ['back', 'backup'],
  ],
  [
    'a phrase across signs and lines',
    'a full, \ndisk full',
    [term('full disk', { isPhrase: true })],
    ['full, \ndisk'],
  ],
  ['a word of several', 'foo-bar foo bar foobar', [term('foo-bar')], ['foo-bar', 'foo bar']],
  ['accents or none', 'Café CAFE', [term('cafe')], ['Café', 'CAFE']],
  ['Thai by its characters', 'ก่อนสำรองข้อมูล', [term('สำรอง')], ['สำรอง']],
  ['Latin glued to Thai, not a part of Latin', 'ใช้backupได้ backups', [term('backup')], ['backup']],
  ['nothing twice', 'full disk', [term('full disk'), term('full'), term('disk')], ['full disk']],
])('marks %s', (_what, text, terms, wanted) => {
  expect(marked(text, ...terms)).toEqual(wanted);
});

it('the short way for ASCII marks the same as the long way', () => {
  const text = fc.array(fc.constantFrom('cat', 'Dog', 'x1', ' ', '-', '_', '\n', 's', '"'), {
    maxLength: 30,
  });
  const wanted = fc.array(fc.constantFrom('cat', 'dog', 'x1', 's'), { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(text, wanted, fc.boolean(), (pieces, words, isPrefix) => {
      const plain = pieces.join('');
      const asked = term(words.join(' '), { isPrefix, isPhrase: words.length > 1 });
      // One letter beyond ASCII, far away, takes the long way.
      expect(marked(plain, asked)).toEqual(marked(`${plain} ü`, asked));
    }),
    { numRuns: 500 },
  );
});

it('marks are in order, apart, and of what was asked for', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
      (text, word) => {
        fc.pre(!hasUnspaced(word));
        let before = 0;
        for (const { start, end } of marksOf(text, [term(word)])) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(wordsOf(text.slice(start, end)).join(' ')).toBe(wordsOf(word).join(' '));
          before = end;
        }
      },
    ),
    { numRuns: 500 },
  );
});
