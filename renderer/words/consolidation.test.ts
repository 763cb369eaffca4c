import { expect, it } from 'vitest';
import { DuplicatePair } from '#shared/nouns/consolidation.ts';
import { consolidatedWords, PAIR_WORDS } from './consolidation.ts';

it('has words for every kind of pair, and for nothing else', () => {
  expect(Object.keys(PAIR_WORDS).toSorted()).toEqual([...DuplicatePair.shape.kind.options].toSorted());
});

it('says what was found, and leaves out what was not', () => {
  const none = {
    at: '2026-03-20T10:00:00Z',
    tookMs: 1,
    documents: 3,
    duplicates: 0,
    superseded: 0,
    topics: 0,
    links: 9,
    brokenLinks: 0,
    orphans: 0,
    contradictions: 0,
    reports: [],
  };
  expect(consolidatedWords(none)).toBe('Nothing to report');
  expect(consolidatedWords({ ...none, duplicates: 1, superseded: 2, topics: 3, contradictions: 1 })).toBe(
    '1 duplicate, 2 superseded, 3 topics, 1 contradiction',
  );
});
