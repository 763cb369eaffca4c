import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuseRanks } from './fuse-ranks.ts';

it('what both lists know comes before what one of them has at its end', () => {
  expect(
    fuseRanks([
      ['a', 'b', 'c'],
      ['c', 'a', 'd'],
    ]).map(({ id }) => id),
  ).toEqual(['a', 'c', 'b', 'd']);
  expect(fuseRanks([['a'], ['b']], [1, 2]).map(({ id }) => id)).toEqual(['b', 'a']);
});

it('has everything once, and one list alone stays as it is', () => {
  const list = fc.uniqueArray(fc.integer({ min: 0, max: 30 }));
  fc.assert(
    fc.property(list, list, (one, other) => {
      expect(fuseRanks([one]).map(({ id }) => id)).toEqual(one);
      const fused = fuseRanks([one, other]);
      expect(new Set(fused.map(({ id }) => id))).toEqual(new Set([...one, ...other]));
      expect(fused).toHaveLength(new Set([...one, ...other]).size);
      for (const { id, places } of fused) expect(places).toEqual([place(one, id), place(other, id)]);
    }),
  );
});

function place(list: readonly number[], id: number): number | undefined {
  const at = list.indexOf(id);
  return at === -1 ? undefined : at + 1;
}
