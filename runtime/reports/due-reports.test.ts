import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEEKDAYS, type ReportSettings } from '#shared/nouns/report.ts';
import { dueReports } from './due-reports.ts';
import { dayAt, daysLater, periodOf } from './period.ts';

const zone = 'Europe/Berlin';
const settings: ReportSettings = { day: '07:30', week: { on: 'monday', at: '07:30' } };
const at = (text: string) => Date.parse(text);

describe('the report of a day', () => {
  it('is due at its time on the day after', () => {
    const before = dueReports('day', settings, {
      now: at('2026-11-29T07:29:00+01:00'),
      zone,
      accounted: '2026-11-27',
    });
    expect(before).toEqual({ due: [], upTo: '2026-11-27', next: at('2026-11-29T07:30:00+01:00') });
    const then = dueReports('day', settings, {
      now: at('2026-11-29T07:30:00+01:00'),
      zone,
      accounted: '2026-11-27',
    });
    expect(then).toEqual({ due: ['2026-11-28'], upTo: '2026-11-28', next: at('2026-11-30T07:30:00+01:00') });
  });

  it('is made up for after an absence, the oldest first, two weeks back at most', () => {
    const now = at('2026-11-29T12:00:00+01:00');
    expect(dueReports('day', settings, { now, zone, accounted: '2026-11-25' }).due).toEqual([
      '2026-11-26',
      '2026-11-27',
      '2026-11-28',
    ]);
    const { due } = dueReports('day', settings, { now, zone, accounted: '2026-01-01' });
    expect([due.length, due[0], due.at(-1)]).toEqual([14, '2026-11-15', '2026-11-28']);
  });

  it('is not made for the time before the first look, nor where it is switched off', () => {
    const now = at('2026-11-29T12:00:00+01:00');
    expect(dueReports('day', settings, { now, zone, accounted: undefined })).toMatchObject({
      due: [],
      upTo: '2026-11-28',
    });
    expect(dueReports('day', { ...settings, day: null }, { now, zone, accounted: '2026-11-01' })).toEqual({
      due: [],
      upTo: '2026-11-28',
      next: undefined,
    });
  });
});

describe('the report of a week', () => {
  it('is of the last whole week, on the weekday that is set', () => {
    const friday: ReportSettings = { day: null, week: { on: 'friday', at: '17:00' } };
    const early = dueReports('week', friday, {
      now: at('2026-12-03T09:00:00+01:00'),
      zone,
      accounted: '2026-11-16',
    });
    expect(early).toEqual({ due: [], upTo: '2026-11-16', next: at('2026-12-04T17:00:00+01:00') });
    const due = dueReports('week', friday, {
      now: at('2026-12-04T17:00:00+01:00'),
      zone,
      accounted: '2026-11-16',
    });
    expect(due).toEqual({ due: ['2026-11-23'], upTo: '2026-11-23', next: at('2026-12-11T17:00:00+01:00') });
  });
});

it('makes each time once, whenever it is looked, in any zone and with clocks that change', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        'Europe/Berlin',
        'America/New_York',
        'Asia/Bangkok',
        'Australia/Lord_Howe',
        'Asia/Beirut',
      ),
      fc.constantFrom('day' as const, 'week' as const),
      fc.record({
        day: fc.constantFrom('00:00', '02:30', '07:30', '23:59'),
        week: fc.record({ on: fc.constantFrom(...WEEKDAYS), at: fc.constantFrom('00:00', '02:30', '23:59') }),
      }),
      fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
      fc.array(fc.integer({ min: 60_000, max: 3 * 86_400_000 }), { minLength: 1, maxLength: 40 }),
      (name, kind, wanted, start, gaps) => {
        let now = start;
        let { upTo: accounted } = dueReports(kind, wanted, { now, zone: name, accounted: undefined });
        const first = accounted;
        const made: string[] = [];
        for (const gap of gaps) {
          now += gap;
          const { due, upTo, next } = dueReports(kind, wanted, { now, zone: name, accounted });
          for (const period of due) {
            expect(periodOf(kind, period, name).to).toBeLessThanOrEqual(now);
            made.push(period);
          }
          expect(next).toBeGreaterThan(now);
          if (upTo > accounted) accounted = upTo;
        }
        const step = kind === 'day' ? 1 : 7;
        const expected: string[] = [];
        for (let period = daysLater(first, step); period <= accounted; period = daysLater(period, step))
          expected.push(period);
        expect(made).toEqual(expected);
        expect(accounted < dayAt(now, name)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
