import { expect, it } from 'vitest';
import { MEMORY_KINDS as KINDS } from '#shared/nouns/memory.ts';
import { MEMORY_KINDS, weightWords } from './memory.ts';

it('has words for every kind, in the order of the noun', () => {
  expect(MEMORY_KINDS).toEqual([...KINDS]);
});

it.each([
  [1, 'heavy'],
  [0.75, 'heavy'],
  [0.5, 'fair'],
  [0.2, 'light'],
  [0.1, 'fading'],
  [0, 'fading'],
])('calls a weight of %d %s', (weight, words) => expect(weightWords(weight)).toBe(words));
