/** Which chunks are found, and how many, held against looking through all texts one by one. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { IndexReader } from '../retrieve/index-reader.ts';
import { addDocuments, makeIndex, openForFilling } from '../testing.ts';

const LATIN = ['cat', 'dog', 'catdog', 'x1', 'Ünder'];
const THAI = ['ระบบ', 'ข้อมูล', 'ใหม่', 'กา', 'ระ'];
const COUNT = 400;

it('finds exactly the texts that have all that is wanted and nothing that is not', async () => {
  await using folder = await temporaryFolder();
  const texts = fc.sample(
    fc
      .array(fc.tuple(fc.constantFrom(...LATIN, ...THAI), fc.constantFrom(' ', '', '\n', '-')), {
        minLength: 1,
        maxLength: 8,
      })
      .map((pieces) => pieces.flat().join('')),
    { numRuns: COUNT, seed: 1 },
  );
  const file = makeIndex(
    folder.path,
    texts.map((text, at) => ({ path: `/n/${at}.md`, title: '…', text, at })),
  );
  using reader = new IndexReader({ file, embedderOf: () => undefined });
  const hasLatin = (text: string, word: string): boolean =>
    new RegExp(`(?<![a-z0-9ü])${fold(word)}(?![a-z0-9ü])`).test(fold(text));
  const has = (text: string, word: string): boolean =>
    THAI.includes(word) ? text.includes(word) : hasLatin(text, word);
  const some = <T>(values: readonly T[], minLength: number, maxLength: number) =>
    fc.uniqueArray(fc.constantFrom(...values), { minLength, maxLength });
  fc.assert(
    fc.property(some([...LATIN, ...THAI], 1, 3), some(THAI, 0, 2), (wanted, unwanted) => {
      const q = [...wanted, ...unwanted.map((word) => `-${word}`)].join(' ');
      const expected = texts.flatMap((text, at) =>
        wanted.every((word) => has(text, word)) && !unwanted.some((word) => has(text, word))
          ? [`/n/${at}.md`]
          : [],
      );
      const answer = reader.search({ q, limit: COUNT }, 0);
      // A word that is in no text may have become another.
      fc.pre(answer.corrected.length === 0);
      expect(answer.hits.map(({ citation }) => citation.path).toSorted()).toEqual(expected.toSorted());
      expect(answer.total).toBe(expected.length);
    }),
    { numRuns: 300 },
  );
});

function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '');
}

it('tells totals exactly up to a thousand, and at least that beyond; a title finds what is older than all that are weighed', async () => {
  await using folder = await temporaryFolder();
  const file = makeIndex(folder.path, [
    { path: '/first.md', title: 'Common', text: 'common, the first one', at: 0 },
  ]);
  using reader = new IndexReader({ file, embedderOf: () => undefined });
  const fill = (count: number): void => {
    using db = Object.assign(openForFilling(file), {
      [Symbol.dispose](this: { close(): void }) {
        this.close();
      },
    });
    addDocuments(
      db,
      Array.from({ length: count }, (_, at) => ({
        path: `/${count}-${at}.md`,
        title: 'Other',
        text: 'common',
        at: 0,
      })),
    );
  };
  fill(998);
  expect(reader.search({ q: 'common', limit: 5 }, 0).total).toBe(999);
  fill(700);
  const answer = reader.search({ q: 'common', limit: 5 }, 0);
  expect(answer.total).toBeGreaterThanOrEqual(1_000);
  expect(answer.hits[0]?.citation.path).toBe('/first.md');
});

it('a part of a word finds exactly the texts with a word that has it', async () => {
  await using folder = await temporaryFolder();
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 3, maxLength: 5 });
  const texts = fc.sample(
    fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' ')),
    { numRuns: 60, seed: 7 },
  );
  const file = makeIndex(
    folder.path,
    texts.map((text, at) => ({ path: `/n/${at}.md`, title: '…', text, at })),
  );
  using reader = new IndexReader({ file, embedderOf: () => undefined });
  const part = fc.string({ unit: fc.constantFrom('a', 'b', 'e'), minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(part, part, (wanted, unwanted) => {
      const words = new Set(
        texts.flatMap((text) => fold(text).split(' ')).filter((each) => each.includes(wanted)),
      );
      // Of a part of very many words only the most frequent are looked for.
      fc.pre(words.size > 0 && words.size <= 24);
      const expected = texts.flatMap((text, at) =>
        fold(text).includes(wanted) && !fold(text).includes(unwanted) ? [`/n/${at}.md`] : [],
      );
      const { hits } = reader.search({ q: `*${wanted}* -*${unwanted}*`, limit: 100 }, 0);
      expect(hits.map(({ citation }) => citation.path).toSorted()).toEqual(expected.toSorted());
    }),
    { numRuns: 200 },
  );
});
