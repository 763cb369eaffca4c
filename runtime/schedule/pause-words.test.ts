import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayWords, pauseHolds, pauseWords } from './pause-words.ts';

const zone = process.env['TZ'];
beforeAll(() => (process.env['TZ'] = 'Europe/Berlin'));
afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

/** Wednesday 25 March 2026, 14:00:20 in Berlin. */
const NOW = Date.UTC(2026, 2, 25, 13, 0, 20);
const local = (text: string) => new Date(text).getTime();

describe('pauseWords', () => {
  it.each([
    [undefined, 'until you resume it'],
    ['2026-03-25T16:20:00', 'until 16:20'],
    ['2026-03-25T23:59:59', 'until tomorrow 00:00'],
    ['2026-03-26T08:00:00', 'until tomorrow 08:00'],
    ['2026-03-30T09:00:00', 'until Monday 09:00'],
    ['2026-03-31T09:00:00', 'until Tuesday 09:00'],
    ['2026-04-01T09:00:00', 'until Wed 1 Apr 09:00'],
    ['2027-01-02T09:00:00', 'until Sat 2 Jan 2027 09:00'],
  ])('%s', (until, words) => {
    const pause = until === undefined ? {} : { until: new Date(local(until)).toISOString() };
    expect(pauseWords(pause, NOW)).toBe(words);
  });

  it('is over when somebody ended it, whatever it was meant for', () => {
    const ended = new Date(local('2026-03-25T15:00:00')).toISOString();
    expect(pauseWords({ ended, until: new Date(local('2026-03-26T08:00:00')).toISOString() }, NOW)).toBe(
      'until 15:00',
    );
  });

  it('rounds up: what is said to be over by then is over', () => {
    expect(dayWords(local('2026-03-25T16:20:33'), NOW)).toBe('16:21');
  });

  it('counts days by the calendar where the clock changes', () => {
    const saturdayNight = local('2026-03-28T23:30:00');
    expect(dayWords(local('2026-03-29T23:30:00'), saturdayNight)).toBe('tomorrow 23:30');
    expect(dayWords(local('2026-10-25T23:30:00'), local('2026-10-24T00:10:00'))).toBe('tomorrow 23:30');
  });
});

describe('pauseHolds', () => {
  it.each([
    [{ all: true } as const, [], true],
    [{ task: 'backup' }, [], true],
    [{ task: 'other' }, [], false],
    [{ tag: 'disk' }, ['net', 'disk'], true],
    [{ tag: 'disk' }, undefined, false],
  ])('%j of tags %j: %s', (scope, tags, holds) => expect(pauseHolds(scope, 'backup', tags)).toBe(holds));
});
