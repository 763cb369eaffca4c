import { expect, it } from 'vitest';
import { REPORT_KINDS, WEEKDAYS } from '#shared/nouns/report.ts';
import { REPORT_KIND_WORDS, scheduleWords, WEEKDAY_NAMES } from './report-words.ts';

it('knows the kinds and weekdays that there are', () => {
  expect(Object.keys(REPORT_KIND_WORDS)).toEqual([...REPORT_KINDS]);
  expect(WEEKDAY_NAMES).toEqual(WEEKDAYS);
});

it.each([
  [
    { day: '07:30', week: { on: 'monday', at: '08:00' } },
    'A day’s report is made at 07:30 of the next one, a week’s on Monday at 08:00.',
  ],
  [{ day: null, week: { on: 'friday', at: '17:00' } }, 'A week’s report is made on Friday at 17:00.'],
  [{ day: '00:05', week: null }, 'A day’s report is made at 00:05 of the next one.'],
  [{ day: null, week: null }, 'No report is made by itself.'],
] as const)('%j is said as %j', (settings, words) => {
  expect(scheduleWords(settings)).toBe(words);
});
