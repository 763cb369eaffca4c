import { expect, it } from 'vitest';
import { addressOf, hasFilters, queryOf, requestOf } from './logs-query.ts';

const NOW = Date.UTC(2026, 2, 1, 12);

it('an address and its question are the same', () => {
  for (const text of [
    '',
    'q=disk',
    'q=a%2Bb&regex=&case=&task=backup&state=failed&stream=err&since=week&around=2',
    'q=x&since=range&from=2026-01-01T10%3A00&to=2026-01-02T10%3A00',
  ])
    expect(new URLSearchParams(addressOf(queryOf(new URLSearchParams(text)))).toString()).toBe(text);
});

it('what means nothing in an address is left out', () => {
  const query = queryOf(new URLSearchParams('state=odd&stream=out2&since=ever&around=99'));
  expect(addressOf(query)).toEqual({});
  expect(hasFilters(query)).toBe(false);
});

it('asks for states, lines around, and lines written since', () => {
  const query = queryOf(new URLSearchParams('q=disk&state=failed&since=day&around=5'));
  expect(requestOf(query, NOW, 40)).toMatchObject({
    q: 'disk',
    state: expect.stringContaining('timed_out') as string,
    since: '2026-02-28T12:00:00.000Z',
    context: 5,
    before: 40,
  });
});

it('a range that is typed in part is one end of it', () => {
  const half = requestOf(
    queryOf(new URLSearchParams('q=x&since=range&from=2026-01-01T10%3A00')),
    NOW,
    undefined,
  );
  expect(half).toMatchObject({ since: new Date('2026-01-01T10:00').toISOString() });
  expect(half).not.toHaveProperty('until');
});
