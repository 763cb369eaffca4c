import { expect, it } from 'vitest';
import type { Pause } from '#shared/nouns/slot.ts';
import { holds, inForce, scopeWords } from './pause-words.ts';

const TASK = { id: 'backup', tags: ['disk'] };

it.each([
  [{ all: true }, true, 'Everything'],
  [{ tag: 'disk' }, true, '#disk'],
  [{ tag: 'mail' }, false, '#mail'],
  [{ task: 'backup' }, true, 'Nightly backup'],
] as const)('%j holds it: %s', (scope, held, words) => {
  expect(holds(scope, TASK)).toBe(held);
  expect(scopeWords(scope, () => 'Nightly backup')).toBe(words);
});

it('is in force until its end, or until it was ended', () => {
  const pause: Pause = { id: 1, scope: { all: true }, from: '2027-03-10T08:00:00Z' };
  const now = Date.parse('2027-03-10T09:00:00Z');
  expect(inForce(pause, now)).toBe(true);
  expect(inForce({ ...pause, until: '2027-03-10T10:00:00Z' }, now)).toBe(true);
  expect(inForce({ ...pause, until: '2027-03-10T09:00:00Z' }, now)).toBe(false);
  expect(inForce({ ...pause, ended: '2027-03-10T08:30:00Z' }, now)).toBe(false);
});
