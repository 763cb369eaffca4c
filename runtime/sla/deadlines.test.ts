import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEEKDAYS } from '#shared/nouns/schedule-policy.ts';
import { deadlinesBetween, nextDeadline } from './deadlines.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const DAY = 86_400_000;
const ZONES = [
  'UTC',
  'Asia/Bangkok',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
];

describe('a deadline', () => {
  it('is a time of day in its zone', () => {
    const spec = { succeededBy: '07:00', tz: 'Asia/Bangkok' };
    expect(iso(nextDeadline(spec, Date.UTC(2026, 2, 6, 0)))).toBe('2026-03-07T00:00:00.000Z');
    expect(iso(nextDeadline(spec, Date.UTC(2026, 2, 5, 23, 59)))).toBe('2026-03-06T00:00:00.000Z');
  });

  it('is of its days only', () => {
    const spec = { succeededBy: '07:00', tz: 'UTC', days: ['mon' as const] };
    // 2026-03-06 is a Friday.
    expect(iso(nextDeadline(spec, Date.UTC(2026, 2, 6)))).toBe('2026-03-09T07:00:00.000Z');
    expect(
      deadlinesBetween(spec, Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 31)).map((at) => iso(at).slice(8, 10)),
    ).toEqual(['02', '09', '16', '23', '30']);
  });

  it('that clocks leap over is right behind the gap; one that they show twice is the first', () => {
    const berlin = (succeededBy: string) => ({ succeededBy, tz: 'Europe/Berlin' });
    expect(iso(nextDeadline(berlin('02:30'), Date.UTC(2026, 2, 28, 12)))).toBe('2026-03-29T01:00:00.000Z');
    expect(iso(nextDeadline(berlin('02:30'), Date.UTC(2026, 9, 24, 12)))).toBe('2026-10-25T00:30:00.000Z');
    expect(iso(nextDeadline(berlin('02:30'), Date.UTC(2026, 9, 25, 0, 30)))).toBe('2026-10-26T01:30:00.000Z');
  });

  it('comes once each of its days, in any zone, in any year', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: 0, max: 1439 }),
        fc.subarray([...WEEKDAYS], { minLength: 1 }),
        fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2035, 0, 1) }),
        fc.integer({ min: 0, max: 30 * DAY }),
        (tz, minute, days, from, length) => {
          const succeededBy = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
          const spec = { succeededBy, tz, days };
          // One after the other is the same as all at once.
          const stepped: number[] = [];
          for (let at = nextDeadline(spec, from); at <= from + length; at = nextDeadline(spec, at))
            stepped.push(at);
          expect(deadlinesBetween(spec, from, from + length)).toEqual(stepped);
          const show = new Intl.DateTimeFormat('en-GB', {
            timeZone: tz,
            hour: '2-digit',
            minute: '2-digit',
            weekday: 'short',
            day: '2-digit',
            month: '2-digit',
            year: 'numeric',
          });
          const shown = stepped.map((at) => {
            const part = Object.fromEntries(show.formatToParts(at).map(({ type, value }) => [type, value]));
            return {
              date: `${part['year']}-${part['month']}-${part['day']}`,
              time: `${part['hour']}:${part['minute']}`,
              day: part['weekday']!.toLowerCase(),
            };
          });
          // No date twice, and the time is the one that was asked for, or the end of a gap.
          expect(new Set(shown.map(({ date }) => date)).size).toBe(shown.length);
          for (const [index, { time, day }] of shown.entries()) {
            if (time === succeededBy) expect(days).toContain(day);
            else {
              const before = new Intl.DateTimeFormat('en-GB', {
                timeZone: tz,
                hour: '2-digit',
                minute: '2-digit',
              }).format(stepped[index]! - 1);
              expect(before < succeededBy || before > time).toBe(true);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
