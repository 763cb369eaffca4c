import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withHead, withoutRow, withPage, withRow, type Paged } from './paged.ts';

interface Row {
  readonly id: number;
  readonly text: string;
}
const idOf = ({ id }: Row): number => id;
const rows = (ids: readonly number[], text = ''): Row[] => ids.map((id) => ({ id, text }));
const ids = (list: Paged<Row>): number[] => list.rows.map(idOf);

const fallingFrom = (newest: number): number[] =>
  Array.from({ length: newest }, (_, index) => newest - index);

/** What a server with these rows answers. */
function pageOf(all: readonly number[], before: number, limit: number): Paged<Row> {
  const found = all.filter((id) => id < before);
  return { rows: rows(found.slice(0, limit)), next: found.length > limit ? found[limit - 1] : undefined };
}

describe('pages of a list', () => {
  it('give every row once, in order, whatever is added at the top meanwhile', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 12 }),
        (total, limit, added) => {
          let newest = total;
          const page = (before: number): Paged<Row> => pageOf(fallingFrom(newest), before, limit);
          let list = page(Infinity);
          for (const n of added) {
            newest += n;
            list = withHead(list, page(Infinity), idOf);
            if (list.next !== undefined) list = withPage(list, page(list.next), idOf);
          }
          while (list.next !== undefined) list = withPage(list, page(list.next), idOf);
          expect(ids(list)).toEqual(fallingFrom(newest));
        },
      ),
    );
  });

  it('take a row as it now is, and leave out one that is gone', () => {
    const list: Paged<Row> = { rows: rows([5, 4, 3]), next: 3 };
    expect(withRow(list, { id: 4, text: 'new' }, idOf).rows[1]).toEqual({ id: 4, text: 'new' });
    expect(withRow(list, { id: 9, text: 'new' }, idOf)).toBe(list);
    expect(ids(withoutRow(list, 4, idOf))).toEqual([5, 3]);
  });
});
