import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withNext, type Page } from './pages.ts';

const idOf = ({ id }: { id: number }): number => id;
const page = (ids: readonly number[], total: number, next?: number): Page<{ id: number }> => ({
  rows: ids.map((id) => ({ id })),
  total,
  next,
});

it('has the rows of both, and what the newer page says of the rest', () => {
  const list = withNext(page([5, 3], 4, 2), page([9, 1], 5, 4), idOf);
  expect(list).toEqual(page([5, 3, 9, 1], 5, 4));
  expect(withNext(list, page([], 5), idOf)).toEqual(page([5, 3, 9, 1], 5));
});

it('shows no row twice, however rows move between two pages', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 40 }));
  fc.assert(
    fc.property(ids, ids, (first, second) => {
      const shown = withNext(page(first, 0), page(second, 0), idOf).rows.map(idOf);
      expect(shown.slice(0, first.length)).toEqual(first);
      expect(new Set(shown)).toEqual(new Set([...first, ...second]));
      expect(shown).toHaveLength(new Set(shown).size);
    }),
  );
});
