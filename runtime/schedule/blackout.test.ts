import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEEKDAYS, type BlackoutWindow } from '#shared/nouns/schedule-policy.ts';
import { blackoutAt } from './blackout.ts';
import { machineZone } from './machine-zone.ts';

const at = (text: string) => Date.parse(`${text}Z`);
const MINUTE = 60_000;

/** Until when a window lasts at a moment: `10-25T01:30`, or undefined where it does not. */
function until(window: BlackoutWindow, moment: string): string | undefined {
  const found = blackoutAt([window], at(moment));
  return found && new Date(found.until).toISOString().slice(5, 16);
}

describe('blackoutAt', () => {
  it('lasts from its first moment to the one before its end', () => {
    const window: BlackoutWindow = { from: '09:00', to: '17:00', tz: 'UTC' };
    expect(until(window, '2026-06-01T08:59:59.999')).toBeUndefined();
    expect(until(window, '2026-06-01T09:00')).toBe('06-01T17:00');
    expect(until(window, '2026-06-01T16:59:59.999')).toBe('06-01T17:00');
    expect(until(window, '2026-06-01T17:00')).toBeUndefined();
  });

  it('goes over midnight, and belongs to the day on which it begins', () => {
    const window: BlackoutWindow = { from: '22:00', to: '06:00', days: ['fri'], tz: 'Asia/Bangkok' };
    expect(until(window, '2026-06-05T14:59')).toBeUndefined();
    expect(until(window, '2026-06-05T15:00')).toBe('06-05T23:00');
    expect(until(window, '2026-06-05T22:59')).toBe('06-05T23:00');
    expect(until(window, '2026-06-05T23:00')).toBeUndefined();
    expect(until(window, '2026-06-06T15:00')).toBeUndefined();
    expect(until(window, '2026-06-04T22:59')).toBeUndefined();
  });

  it('is a whole day where it ends when it begins', () => {
    const window: BlackoutWindow = { from: '08:00', to: '08:00', days: ['sun'], tz: 'UTC' };
    expect(until(window, '2026-06-07T07:59')).toBeUndefined();
    expect(until(window, '2026-06-07T08:00')).toBe('06-08T08:00');
    expect(until(window, '2026-06-08T07:59')).toBe('06-08T08:00');
    expect(until(window, '2026-06-08T08:00')).toBeUndefined();
  });

  it('is longer where clocks go back in it', () => {
    const tz = 'Europe/Berlin';
    expect(until({ from: '22:00', to: '06:00', tz }, '2026-10-25T04:59')).toBe('10-25T05:00');
    // Both 02:15 are after its beginning, both 02:30 not after its end.
    const within: BlackoutWindow = { from: '02:15', to: '02:30', tz };
    expect(until(within, '2026-10-25T00:14')).toBeUndefined();
    expect(until(within, '2026-10-25T00:15')).toBe('10-25T01:30');
    expect(until(within, '2026-10-25T01:10')).toBe('10-25T01:30');
    expect(until(within, '2026-10-25T01:30')).toBeUndefined();
  });

  it('is shorter where clocks leap into it or out of it, and does not come where they leap over it', () => {
    const tz = 'Europe/Berlin';
    expect(until({ from: '22:00', to: '06:00', tz }, '2026-03-29T03:59')).toBe('03-29T04:00');
    expect(until({ from: '22:00', to: '06:00', tz }, '2026-03-29T04:00')).toBeUndefined();
    expect(until({ from: '02:30', to: '03:30', tz }, '2026-03-29T00:59')).toBeUndefined();
    expect(until({ from: '02:30', to: '03:30', tz }, '2026-03-29T01:00')).toBe('03-29T01:30');
    expect(until({ from: '01:30', to: '02:30', tz }, '2026-03-29T00:59')).toBe('03-29T01:00');
    expect(until({ from: '02:10', to: '02:50', tz }, '2026-03-29T00:59:59.999')).toBeUndefined();
    expect(until({ from: '02:10', to: '02:50', tz }, '2026-03-29T01:00')).toBeUndefined();
  });

  it('ends where a day is missing, and begins where midnight is', () => {
    const apia: BlackoutWindow = { from: '22:00', to: '06:00', days: ['thu'], tz: 'Pacific/Apia' };
    expect(until(apia, '2011-12-30T09:00')).toBe('12-30T10:00');
    expect(until(apia, '2011-12-30T10:00')).toBeUndefined();
    // The night of the missing Friday is left from midnight on.
    expect(until({ ...apia, days: ['fri'] }, '2011-12-30T10:00')).toBe('12-30T16:00');
    const over: BlackoutWindow = { from: '10:00', to: '10:00', days: ['thu'], tz: 'Pacific/Apia' };
    expect(until(over, '2011-12-30T09:59')).toBe('12-30T10:00');
    const saoPaulo: BlackoutWindow = { from: '00:00', to: '01:30', tz: 'America/Sao_Paulo' };
    expect(until(saoPaulo, '2018-11-04T03:00')).toBe('11-04T03:30');
    // On 2018-02-18 midnight was put off by an hour: from 00:00 clocks went back to 23:00.
    expect(until(saoPaulo, '2018-02-18T02:30')).toBeUndefined();
    expect(until(saoPaulo, '2018-02-18T03:00')).toBe('02-18T04:30');
  });

  it('holds what began before clocks went back to the day before', () => {
    // On 1992-10-25 in St John's 00:01 became 23:01 of the day before.
    const stJohns: BlackoutWindow = { from: '00:00', to: '03:00', days: ['sun'], tz: 'America/St_Johns' };
    expect(until(stJohns, '1992-10-25T02:29:59.999')).toBeUndefined();
    expect(until(stJohns, '1992-10-25T02:30')).toBe('10-25T06:30');
    expect(until(stJohns, '1992-10-25T03:00')).toBe('10-25T06:30');
  });

  it('tells the window that lasts longest, in words', () => {
    const short: BlackoutWindow = { from: '09:00', to: '10:00', tz: 'UTC' };
    const long: BlackoutWindow = { from: '08:00', to: '12:00', days: ['mon', 'tue'], tz: 'UTC' };
    const other: BlackoutWindow = { from: '13:00', to: '14:00', tz: 'UTC' };
    for (const windows of [
      [short, long, other],
      [other, long, short],
    ]) {
      expect(blackoutAt(windows, at('2026-06-01T09:30'))).toEqual({
        window: long,
        until: at('2026-06-01T12:00'),
        text: 'blackout from 08:00 to 12:00 on mon, tue (UTC)',
      });
    }
    expect(blackoutAt([short, other], at('2026-06-01T12:30'))).toBeUndefined();
    expect(blackoutAt([], 0)).toBeUndefined();
  });

  it("is read in the machine's zone where none is named", () => {
    const always: BlackoutWindow = { from: '00:00', to: '00:00' };
    const moment = at('2026-06-01T09:30');
    const named = blackoutAt([{ ...always, tz: machineZone() }], moment);
    const text = 'blackout from 00:00 to 00:00';
    expect(blackoutAt([always], moment)).toEqual({ window: always, until: named?.until, text });
  });

  it('agrees with what a clock shows, where clocks are not changed', () => {
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    const words = ([hour, minute]: readonly [number, number]) =>
      `${`${hour}`.padStart(2, '0')}:${`${minute}`.padStart(2, '0')}`;
    fc.assert(
      fc.property(
        time,
        time,
        fc.subarray([...WEEKDAYS], { minLength: 1 }),
        fc.integer({ min: 0, max: 14 * 1_440 }),
        (from, to, days, minutes) => {
          const window: BlackoutWindow = { from: words(from), to: words(to), days, tz: 'Asia/Kathmandu' };
          const moment = at('2026-06-01T00:00') + minutes * MINUTE;
          const wall = new Date(moment + 345 * MINUTE);
          const today = WEEKDAYS[(wall.getUTCDay() + 6) % 7]!;
          const yesterday = WEEKDAYS[(wall.getUTCDay() + 5) % 7]!;
          const shown = wall.getUTCHours() * 60 + wall.getUTCMinutes();
          const [begin, end] = [from[0] * 60 + from[1], to[0] * 60 + to[1]];
          const wanted =
            begin < end
              ? days.includes(today) && shown >= begin && shown < end
              : (days.includes(today) && shown >= begin) || (days.includes(yesterday) && shown < end);
          expect(blackoutAt([window], moment) !== undefined).toBe(wanted);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
