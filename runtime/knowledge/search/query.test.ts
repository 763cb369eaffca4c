import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from './query.ts';
import { ftsAll, ftsWord, termsOf } from './terms.ts';

function fts(text: string): string | undefined {
  const query = parseQuery(text);
  const [wanted, unwanted] = [termsOf(query, false), termsOf(query, true)];
  const all = [...wanted.words, ...wanted.grams].map(ftsWord);
  return all.length === 0 ? undefined : ftsAll(all, [...unwanted.words, ...unwanted.grams].map(ftsWord));
}

describe('a query', () => {
  it.each([
    ['backup disk', '"backup" AND "disk"'],
    ['"full disk" now', '"full disk" AND "now"'],
    ['back*', '"back"*'],
    ['"back*"', '"back*"'],
    ['*ckup* *ckup', '"ckup" AND "ckup"'],
    ['disk -old', '("disk") NOT ("old")'],
    ['disk NOT "very old" -full', '("disk") NOT ("very old" OR "full")'],
    ['say "hi', '"say" AND "hi"'],
    ['a AND b OR c', '"a" AND "AND" AND "b" AND "OR" AND "c"'],
    ['ภาษา', '"ภาษา"'],
    ['-only', undefined],
    ['*** ---', undefined],
    ['', undefined],
  ])('%s', (text, wanted) => {
    expect(fts(text)).toBe(wanted);
  });

  it('has filters, quoted or not, wanted or not', () => {
    expect(
      parseQuery('x path:notes/a -tag:"old things" AFTER:2026-01-01 NOT kind:log other:thing').filters,
    ).toEqual([
      { name: 'path', value: 'notes/a', isNot: false },
      { name: 'tag', value: 'old things', isNot: true },
      { name: 'after', value: '2026-01-01', isNot: false },
      { name: 'kind', value: 'log', isNot: true },
    ]);
  });
});

it('is never an error for FTS5, whatever was typed', () => {
  using db = new DatabaseSync(':memory:');
  db.exec('create virtual table t using fts5(x)');
  db.prepare('insert into t values (?)').run('the quick brown fox');
  const search = db.prepare('select rowid from t where t match ?');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc
          .array(
            fc.constantFrom(
              '"',
              '*',
              '-',
              'NOT',
              'NEAR(',
              ')',
              '^',
              ':',
              'x:',
              'path:',
              ' ',
              'fox',
              '\0',
              '{x}',
            ),
            {
              maxLength: 20,
            },
          )
          .map((parts) => parts.join('')),
      ),
      (text) => {
        const query = fts(text);
        if (query !== undefined) search.all(query);
      },
    ),
    { numRuns: 2_000 },
  );
  expect(search.all(fts('qui* fox')!)).toHaveLength(1);
  expect(search.all(fts('fox -brown')!)).toHaveLength(0);
});
