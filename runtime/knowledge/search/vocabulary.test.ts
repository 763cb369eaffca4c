import fc from 'fast-check';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { OpenIndex } from '../retrieve/open-index.ts';
import { makeIndex } from '../testing.ts';
import { editDistance, toleranceOf } from './edit-distance.ts';
import { Vocabulary } from './vocabulary.ts';

/** By the definition, without a bound. */
function slowDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [x, y] = [a.slice(1), b.slice(1)];
  const ways = [slowDistance(x, b) + 1, slowDistance(a, y) + 1, slowDistance(x, y) + (a[0] === b[0] ? 0 : 1)];
  if (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0])
    ways.push(slowDistance(a.slice(2), b.slice(2)) + 1);
  return Math.min(...ways);
}

it('the distance is that of its definition, up to the bound', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 3 }), (a, b, most) => {
      expect(editDistance(a, b, most)).toBe(Math.min(slowDistance(a, b), most + 1));
    }),
    { numRuns: 300 },
  );
});

it('short words are not corrected, long ones by up to two letters', () => {
  expect([2, 3, 4, 6, 7, 20].map(toleranceOf)).toEqual([0, 0, 1, 1, 2, 2]);
});

it('the nearest word is found among all, the more frequent of two as near', async () => {
  await using folder = await temporaryFolder();
  const words = Array.from(
    { length: 900 },
    (_, at) => `word${String.fromCharCode(97 + (at % 26), 97 + ((at / 26) % 26), 97 + at / 676)}`,
  );
  const file = makeIndex(folder.path, [
    { path: '/a.md', text: `${words.join(' ')} schedule schedules calendar` },
    { path: '/b.md', text: 'calendar scheduler' },
    { path: '/c.md', text: 'calender' },
  ]);
  using index = new OpenIndex(file);
  const vocabulary = new Vocabulary(index);
  let slices = 1;
  while (vocabulary.readSlice()) slices += 1;
  expect(slices).toBeGreaterThan(5);
  expect(vocabulary.nearest('scheudle')).toBe('schedule');
  expect(vocabulary.nearest('calendr')).toBe('calendar');
  expect(vocabulary.nearest('wordx')).toBeUndefined();
  expect(vocabulary.nearest('xylophone')).toBeUndefined();
});
