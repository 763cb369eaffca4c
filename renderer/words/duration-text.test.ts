import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDuration } from '#shared/nouns/duration.ts';
import { durationText } from './duration-text.ts';

it.each([
  [0, '0s'],
  [500, '500ms'],
  [30_000, '30s'],
  [1_800_000, '30m'],
  [5_400_000, '1h30m'],
  [86_400_000, '1d'],
  [90_061_500, '1d1h1m1s500ms'],
])('%d ms is %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

it('is read back as the same milliseconds', () => {
  fc.assert(fc.property(fc.nat(400 * 86_400_000), (ms) => parseDuration(durationText(ms)) === ms));
});
