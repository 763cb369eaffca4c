import { expect, it } from 'vitest';
import { documentAddress, isFromHits, FROM_HITS, linesOf, ownPageOf } from './document-address.ts';

it('names a document at its lines, and is read back', () => {
  const address = documentAddress({ document: 7, line: 12, lastLine: 20 });
  expect(address).toBe('/knowledge/documents/7?line=12&to=20');
  expect(linesOf(new URL(address, 'http://luka').searchParams)).toEqual({ first: 12, last: 20 });
  expect(documentAddress({ document: 7, line: 12, lastLine: 12 })).toBe('/knowledge/documents/7?line=12');
});

it.each([
  ['', undefined],
  ['line=0', undefined],
  ['line=x', undefined],
  ['line=1.5', undefined],
  ['line=3&to=2', { first: 3, last: 3 }],
  ['line=3&to=1e99', { first: 3, last: 3 }],
])('reads %j', (address, lines) => expect(linesOf(new URLSearchParams(address))).toEqual(lines));

it('knows the page of what is Luka’s own', () => {
  expect(ownPageOf('luka://run/12')).toEqual({ to: '/runs/12', text: 'Run #12' });
  expect(ownPageOf('luka://approval/3')?.to).toBe('/approvals/3');
  for (const path of ['/notes/run/12', 'luka://run/x', 'luka://constructor/1', 'luka://run/12/..'])
    expect(ownPageOf(path)).toBeUndefined();
});

it('knows whether a document was opened from the hits', () => {
  expect(isFromHits(FROM_HITS)).toBe(true);
  for (const state of [null, undefined, 'hits', {}, { from: 'elsewhere' }])
    expect(isFromHits(state)).toBe(false);
});
