import { expect, it } from 'vitest';
import { searchOptions } from './options.ts';

const OPTIONS = ['UTC', 'America/New_York', 'Asia/Bangkok', 'Europe/Kyiv', 'Asia/Kathmandu'].map((name) => ({
  value: name,
  text: name,
}));
const found = (typed: string): string[] => searchOptions(OPTIONS, typed).map(({ value }) => value);

it('offers everything while nothing is typed', () => {
  expect(found('  ')).toHaveLength(5);
});
it('finds words in any order, whatever stands between them', () => {
  expect(found('new york')).toEqual(['America/New_York']);
  expect(found('bangkok asia')).toEqual(['Asia/Bangkok']);
  expect(found('nowhere')).toEqual([]);
});
it('puts names that begin with what was typed first', () => {
  expect(found('k')).toEqual(['Europe/Kyiv', 'Asia/Kathmandu', 'America/New_York', 'Asia/Bangkok']);
});
