import { expect, it } from 'vitest';
import { readLocal, untilOf, type Length } from './pause-until.ts';

const now = Date.parse('2027-03-27T22:30:00+01:00');
const at = (length: Length, time = ''): unknown => {
  const until = untilOf(length, { now, tz: 'Europe/Berlin', time });
  return 'problem' in until ? until.problem : until.at && new Date(until.at).toISOString();
};

it('ends when it was chosen to', () => {
  expect(at('30m')).toBe('2027-03-27T22:00:00.000Z');
  expect(at('1h')).toBe('2027-03-27T22:30:00.000Z');
  // The clocks go forward that night.
  expect(at('tomorrow')).toBe('2027-03-28T06:00:00.000Z');
  expect(at('time', '2027-03-29T09:00')).toBe('2027-03-29T07:00:00.000Z');
  expect(at('resumed')).toBeUndefined();
});

it('says what is wrong with a time', () => {
  expect(at('time')).toBe('Give a day and a time');
  expect(at('time', '2027-03-27T22:30')).toMatch(/^That is over/);
  expect(readLocal('2027-03-27', 'UTC')).toBeUndefined();
});
