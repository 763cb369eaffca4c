import { describe, expect, it } from 'vitest';
import type { Hold } from '#shared/nouns/power.ts';
import { awakeWords, leftWords, lengthWords, nextMorning, ownerWords, sourceWords } from './power-words.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const hold = { id: 'x', held: true } as Hold;
const works = { name: 'caffeinate', works: true };

it.each([
  [7_200_000, '2 h left'],
  [7_199_000, '2 h left'],
  [5_460_000, '1 h 31 min left'],
  [89_000, '89 s left'],
  [500, '1 s left'],
  [0, 'over'],
  [-5, 'over'],
])('%i ms before its end: %s', (ms, words) => {
  expect(leftWords(new Date(NOW + ms).toISOString(), NOW)).toBe(words);
});

it.each([
  [0, '0 min'],
  [20_000, 'under 1 min'],
  [60_000, '1 min'],
  [3_600_000, '1 h'],
  [11_100_000, '3 h 5 min'],
])('%i ms are %s', (ms, words) => expect(lengthWords(ms)).toBe(words));

it('the next morning is seven o’clock where Luka is, today or tomorrow', () => {
  expect(nextMorning(NOW, 'Europe/Berlin')).toBe('2026-11-23T06:00:00.000Z');
  expect(nextMorning(Date.parse('2026-11-22T03:00:00Z'), 'Europe/Berlin')).toBe('2026-11-22T06:00:00.000Z');
  expect(nextMorning(NOW, 'Asia/Bangkok')).toBe('2026-11-23T00:00:00.000Z');
});

describe('in one line', () => {
  it.each([
    [[], works, 'The machine may sleep'],
    [[hold], works, 'Kept awake by one hold'],
    [[hold, hold], works, 'Kept awake by 2 holds'],
    [[{ ...hold, held: false }], works, 'Nothing is held just now'],
    [
      [{ ...hold, held: false }],
      { name: 'none', works: false },
      'Nothing keeps it awake, though it is asked for',
    ],
  ])('%#', (holds, blocker, text) => expect(awakeWords({ holds, blocker }).text).toBe(text));
});

it('who and what', () => {
  expect(sourceWords({ source: 'battery', percent: 64, lowPower: true })).toBe(
    'On battery, 64 %, low-power mode',
  );
  expect(sourceWords({ source: 'unknown' })).toBe('Power source not known');
  expect(ownerWords({ kind: 'person', by: 'person' })).toBe('You');
  expect(ownerWords({ kind: 'person', by: 'ci' })).toBe('ci');
  expect(ownerWords({ kind: 'run', run: 3, title: 'Backup' })).toBe('Backup (#3)');
});
