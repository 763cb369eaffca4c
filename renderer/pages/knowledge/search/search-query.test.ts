import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DOCUMENT_KINDS } from '#shared/nouns/knowledge.ts';
import { addressOf, AFTER_CHOICES, hasFilters, queryOf, wordsOf, type SearchQuery } from './search-query.ts';

const NOW = Date.parse('2026-03-20T10:00:00Z');
const plain: SearchQuery = { words: '', way: 'words', explain: false };

it('is the same after it was in an address', () => {
  const optional = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
  fc.assert(
    fc.property(
      fc.record({
        words: fc.string(),
        way: fc.constantFrom('words' as const, 'meaning' as const),
        kind: optional(DOCUMENT_KINDS),
        source: fc.option(fc.string(), { nil: undefined }),
        after: optional(AFTER_CHOICES.map(([name]) => name)),
        explain: fc.boolean(),
      }),
      (query) => {
        const address = new URLSearchParams(new URLSearchParams(addressOf(query)).toString());
        expect(queryOf(address)).toEqual(query);
      },
    ),
  );
});

it('leaves out what means nothing', () => {
  expect(queryOf(new URLSearchParams('kind=toString&after=never&by=luck'))).toEqual({
    ...plain,
    kind: undefined,
    source: undefined,
    after: undefined,
  });
});

it('is one query for Luka', () => {
  expect(wordsOf({ ...plain, words: '  backup -old ' }, NOW)).toBe('backup -old');
  expect(wordsOf({ ...plain, words: 'x', kind: 'log', source: '3', after: 'week' }, NOW)).toBe(
    'x kind:log source:"3" after:2026-03-13',
  );
  expect(wordsOf(plain, NOW)).toBe('');
});

it('knows whether there are filters', () => {
  expect(hasFilters({ ...plain, words: 'kind:log' })).toBe(false);
  expect(hasFilters({ ...plain, after: 'day' })).toBe(true);
});
