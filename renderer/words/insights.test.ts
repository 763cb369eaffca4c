import { describe, expect, it } from 'vitest';
import { DISK_PARTS, INSIGHT_RANGES } from '#shared/nouns/insights.ts';
import {
  bucketWords,
  countChange,
  DISK_WORDS,
  durationChange,
  RANGE_WORDS,
  rateWords,
  savedWords,
  shareChange,
  successWords,
} from './insights.ts';

describe('insights in words', () => {
  it('has words for everything that there is, in the same order', () => {
    expect(Object.keys(RANGE_WORDS)).toEqual([...INSIGHT_RANGES]);
    expect(Object.keys(DISK_WORDS)).toEqual([...DISK_PARTS]);
  });

  it('names days and hours', () => {
    expect(bucketWords('2026-03-29')).toBe('Sun 29 Mar');
    expect(bucketWords('2026-03-29 14:00')).toBe('Sun 29 Mar, 14:00');
  });

  it.each([
    [0.983, 0.978, { words: '0.5 points more', direction: 'up' }],
    [0.5, 0.51, { words: '1 point less', direction: 'down' }],
    [0.9, 0.9, { words: 'as before', direction: 'same' }],
    [null, 0.9, undefined],
    [0.9, undefined, undefined],
  ] as const)('of a share %j after %j', (now, before, change) => {
    expect(shareChange(now, before)).toEqual(change);
  });

  it('tells changes of counts and times, and of what is too small to tell', () => {
    expect(countChange(8_214, 7_000)).toEqual({ words: '1,214 more', direction: 'up' });
    expect(countChange(3, undefined)).toBeUndefined();
    expect(durationChange(60_000, 185_000)).toEqual({ words: '2 min 05 s less', direction: 'down' });
    expect(durationChange(100_000, 100_900)).toEqual({ words: 'as before', direction: 'same' });
  });

  it('claims no more of time saved than is known', () => {
    expect(savedWords({ counted: 0, successes: 0 })).toBe('nothing succeeded');
    expect(savedWords({ counted: 0, successes: 9 })).toBe('no task says byHand');
    expect(savedWords({ counted: 9, successes: 9 })).toBe('every success counts');
    expect(savedWords({ counted: 3, successes: 1_200 })).toBe('3 of 1,200 successes count');
    expect([1, 12].map(successWords)).toEqual(['1 success', '12 successes']);
    expect(rateWords(null)).toBe('–');
  });
});
