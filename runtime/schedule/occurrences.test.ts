import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { TimeTrigger } from '#shared/nouns/trigger.ts';
import { isoAt } from '../clock.ts';
import { redetectMachineZone } from './machine-zone.ts';
import { lastOccurrences, nextOccurrence, occurrences, validateTimeTrigger } from './occurrences.ts';

const DAY = 86_400_000;

/** The moments of a range, as short as they can be told apart: `03-29T01:00`. */
function due(trigger: TimeTrigger, from: string, to: string): string[] {
  const after = Date.parse(from) - 1;
  return [...occurrences(trigger, after, Date.parse(to))].map((moment) => isoAt(moment).slice(5, 16));
}

describe('a wall time that does not exist', () => {
  const berlin = (cron: string) =>
    due({ cron, tz: 'Europe/Berlin' }, '2026-03-29T00:00Z', '2026-03-29T02:30Z');

  it('runs once at the first moment after the gap', () => {
    expect(berlin('30 2 * * *')).toEqual(['03-29T01:00']);
    expect(berlin('59 2 29 3 *')).toEqual(['03-29T01:00']);
  });

  it('makes one run with all others of the gap, and with what is due right then anyway', () => {
    expect(berlin('*/15 2 * * *')).toEqual(['03-29T01:00']);
    expect(berlin('0 * * * *')).toEqual(['03-29T00:00', '03-29T01:00', '03-29T02:00']);
    expect(berlin('*/20 * * * *')).toEqual([
      '03-29T00:00',
      '03-29T00:20',
      '03-29T00:40',
      '03-29T01:00',
      '03-29T01:20',
      '03-29T01:40',
      '03-29T02:00',
      '03-29T02:20',
    ]);
  });

  it('does not run the day before or after because of it', () => {
    expect(
      due({ cron: '30 2 * * *', tz: 'Europe/Berlin' }, '2026-03-28T00:00Z', '2026-03-31T00:00Z'),
    ).toEqual(['03-28T01:30', '03-29T01:00', '03-30T00:30']);
  });

  it('may be half an hour, midnight, or a whole day', () => {
    const lordHowe = { cron: '10,20,50 2 * * *', tz: 'Australia/Lord_Howe' };
    expect(due(lordHowe, '2026-10-03T12:00Z', '2026-10-03T18:00Z')).toEqual(['10-03T15:30', '10-03T15:50']);
    const saoPaulo = { cron: '0 0 * * *', tz: 'America/Sao_Paulo' };
    expect(due(saoPaulo, '2018-11-03T00:00Z', '2018-11-05T12:00Z')).toEqual([
      '11-03T03:00',
      '11-04T03:00',
      '11-05T02:00',
    ]);
    const apia = { cron: '0 9,12 * * *', tz: 'Pacific/Apia' };
    expect(due(apia, '2011-12-29T00:00Z', '2011-12-31T00:00Z')).toEqual([
      '12-29T19:00',
      '12-29T22:00',
      '12-30T10:00',
      '12-30T19:00',
      '12-30T22:00',
    ]);
  });

  it('counts as one', () => {
    const trigger = { cron: '* * * * * *', tz: 'Pacific/Apia' };
    const leap = Date.parse('2011-12-30T10:00Z');
    const merged = lastOccurrences(trigger, leap - 2_000, leap + 1_000, 9);
    expect(merged).toEqual({ last: [leap - 1_000, leap, leap + 1_000], count: 3 });
  });
});

describe('a wall time that happens twice', () => {
  const berlin = (cron: string, from = '2026-10-25T00:00Z') =>
    due({ cron, tz: 'Europe/Berlin' }, from, '2026-10-25T02:20Z');

  it('runs the first time', () => {
    expect(berlin('30 2 * * *')).toEqual(['10-25T00:30']);
    expect(berlin('30 2 * * *', '2026-10-25T00:31Z')).toEqual([]);
  });

  it('runs the first time for dense patterns too: for an hour nothing is due', () => {
    expect(berlin('*/20 * * * *')).toEqual([
      '10-25T00:00',
      '10-25T00:20',
      '10-25T00:40',
      '10-25T02:00',
      '10-25T02:20',
    ]);
    expect(berlin('*/20 * * * *', '2026-10-25T01:10Z')).toEqual(['10-25T02:00', '10-25T02:20']);
  });

  it('counts once', () => {
    const trigger = { cron: '*/20 * * * *', tz: 'Europe/Berlin' };
    const [after, upTo] = [Date.parse('2026-10-25T00:20Z'), Date.parse('2026-10-25T02:20Z')];
    expect(lastOccurrences(trigger, after, upTo, 2)).toEqual({ last: [upTo - 1_200_000, upTo], count: 3 });
  });
});

describe('cron', () => {
  const after = Date.parse('2026-06-01T00:00:00Z');
  const next = (cron: string, tz = 'UTC') => isoAt(nextOccurrence({ cron, tz }, after)!);

  it('knows seconds, nicknames and years', () => {
    expect(next('30 0 9 * * *')).toBe('2026-06-01T09:00:30.000Z');
    expect(next('@yearly')).toBe('2027-01-01T00:00:00.000Z');
    expect(next('@annually')).toBe('2027-01-01T00:00:00.000Z');
    expect(next('@monthly')).toBe('2026-07-01T00:00:00.000Z');
    expect(next('@weekly')).toBe('2026-06-07T00:00:00.000Z');
    expect(next('@daily')).toBe('2026-06-02T00:00:00.000Z');
    expect(next('@midnight')).toBe('2026-06-02T00:00:00.000Z');
    expect(next('@hourly')).toBe('2026-06-01T01:00:00.000Z');
    expect(next('0 0 0 29 2 * 2032')).toBe('2032-02-29T00:00:00.000Z');
  });

  it('is read in the zone of the trigger, with the offset of the day', () => {
    expect(next('0 9 * * *', 'Asia/Bangkok')).toBe('2026-06-01T02:00:00.000Z');
    expect(
      isoAt(nextOccurrence({ cron: '0 9 * * *', tz: 'Asia/Kathmandu' }, Date.UTC(1985, 11, 30, 12))!),
    ).toBe('1985-12-31T03:30:00.000Z');
    expect(isoAt(nextOccurrence({ cron: '0 9 * * *', tz: 'Asia/Kathmandu' }, Date.UTC(1986, 0, 1))!)).toBe(
      '1986-01-01T03:15:00.000Z',
    );
  });

  it('finds what is decades away', () => {
    expect(next('0 0 29 2 +MON')).toBe('2044-02-29T00:00:00.000Z');
  });

  it('is later than the moment asked, to the millisecond', () => {
    const nine = Date.parse('2026-06-01T09:00:00Z');
    expect(nextOccurrence({ cron: '0 9 * * *', tz: 'UTC' }, nine - 1)).toBe(nine);
    expect(nextOccurrence({ cron: '0 9 * * *', tz: 'UTC' }, nine)).toBe(nine + DAY);
    expect(nextOccurrence({ cron: '* * * * * *', tz: 'UTC' }, nine + 1)).toBe(nine + 1_000);
  });

  it('never comes again after its last year', () => {
    expect(nextOccurrence({ cron: '0 0 0 1 1 * 2020', tz: 'UTC' }, after)).toBeUndefined();
  });
});

describe('without a zone', () => {
  const known = process.env['TZ'];
  afterEach(() => {
    if (known === undefined) delete process.env['TZ'];
    else process.env['TZ'] = known;
    redetectMachineZone();
  });

  it("goes by the machine's, also when that was changed", () => {
    const first = (trigger: TimeTrigger) => isoAt(nextOccurrence(trigger, Date.parse('2026-06-01T00:00Z'))!);
    process.env['TZ'] = 'Asia/Bangkok';
    redetectMachineZone();
    expect(first({ cron: '0 9 * * *' })).toBe('2026-06-01T02:00:00.000Z');
    expect(first({ at: '2026-06-02T09:00' })).toBe('2026-06-02T02:00:00.000Z');
    expect(first({ every: 7 * DAY, anchor: '2026-06-02T09:00' })).toBe('2026-06-02T02:00:00.000Z');
    process.env['TZ'] = 'America/New_York';
    redetectMachineZone();
    expect(first({ cron: '0 9 * * *' })).toBe('2026-06-01T13:00:00.000Z');
    expect(first({ at: '2026-06-02T09:00' })).toBe('2026-06-02T13:00:00.000Z');
  });
});

describe('every', () => {
  it('is later than the moment asked, at most one interval, and never drifts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90_000_000 }),
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 0, max: 4e12 }),
        (every, after, anchor) => {
          const moment = nextOccurrence({ every, anchor: isoAt(anchor) }, after)!;
          expect(moment).toBeGreaterThan(after);
          expect(moment - after).toBeLessThanOrEqual(every);
          expect(Math.abs(moment - anchor) % every).toBe(0);
        },
      ),
    );
  });

  it('is counted from 1970, or from the anchor, also before it', () => {
    expect(due({ every: DAY }, '2026-01-01T00:00Z', '2026-01-02T00:00Z')).toEqual([
      '01-01T00:00',
      '01-02T00:00',
    ]);
    const anchored = { every: DAY, anchor: '2026-05-01T09:00:00+07:00' };
    expect(due(anchored, '2026-01-01T00:00Z', '2026-01-02T00:00Z')).toEqual(['01-01T02:00']);
  });

  it('counts a century of seconds without walking through it', () => {
    const upTo = Date.UTC(2070, 0);
    const all = lastOccurrences({ every: 1_000 }, 0, upTo, 2);
    expect(all).toEqual({ last: [upTo - 1_000, upTo], count: upTo / 1_000 });
  });
});

describe('at', () => {
  it('is due once', () => {
    const at = Date.UTC(2026, 0);
    const trigger = { at: '2026-01-01T00:00:00Z' };
    expect(nextOccurrence(trigger, at - 1)).toBe(at);
    expect(nextOccurrence(trigger, at)).toBeUndefined();
    expect(lastOccurrences(trigger, at - 1, at, 5)).toEqual({ last: [at], count: 1 });
    expect(lastOccurrences(trigger, at - 2, at - 1, 5)).toEqual({ last: [], count: 0 });
    expect(lastOccurrences(trigger, at, at + 1, 5)).toEqual({ last: [], count: 0 });
    expect(lastOccurrences(trigger, at - 1, at, 0)).toEqual({ last: [], count: 1 });
  });

  it('is a wall time where it says no offset, by the rule of cron', () => {
    const day = (at: string, tz: string) => due({ at, tz }, '2026-01-01T00:00Z', '2027-01-01T00:00Z');
    expect(day('2026-06-01T09:00', 'Asia/Bangkok')).toEqual(['06-01T02:00']);
    expect(day('2026-03-29T02:30', 'Europe/Berlin')).toEqual(['03-29T01:00']);
    expect(day('2026-10-25T02:30:00', 'Europe/Berlin')).toEqual(['10-25T00:30']);
    expect(day('2026-06-01T09:00:00+02:00', 'Asia/Bangkok')).toEqual(['06-01T07:00']);
  });
});

describe('lastOccurrences', () => {
  it('has the end of what occurrences has, and its length', () => {
    const triggers: TimeTrigger[] = [
      { cron: '*/7 3-20 * * MON,FRI', tz: 'America/Havana' },
      { cron: '0 0 L * *', tz: 'Asia/Beirut' },
      { cron: '15,45 * * * *', tz: 'Australia/Lord_Howe' },
      { every: 5_400_000, anchor: '2026-01-01T00:10:00Z' },
      { at: '2026-03-10T10:00:00Z' },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...triggers),
        fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2026, 11) }),
        fc.integer({ min: -DAY, max: 60 * DAY }),
        fc.integer({ min: 0, max: 30 }),
        (trigger, after, length, most) => {
          const all = [...occurrences(trigger, after, after + length)];
          const { last, count } = lastOccurrences(trigger, after, after + length, most);
          expect(count).toBe(all.length);
          expect(last).toEqual(most === 0 ? [] : all.slice(-most));
        },
      ),
    );
  });
});

describe('occurrences', () => {
  it('is computed as it is asked for', () => {
    const [first] = occurrences({ cron: '* * * * * *', tz: 'UTC' }, 0, Infinity);
    expect(first).toBe(1_000);
  });
});

describe('validateTimeTrigger', () => {
  it('says why a trigger can never be due', () => {
    const why = (trigger: TimeTrigger, after?: number) => validateTimeTrigger(trigger, after);
    expect(why({ cron: '0 0 30 2 *' })).toBe('"0 0 30 2 *" never comes');
    expect(why({ cron: '0 24 * * *' })).toBe(
      '"0 24 * * *" is not a cron expression: Invalid value for hour: 24',
    );
    expect(why({ cron: '* * *' })).toMatch(/^"\* \* \*" is not a cron expression: /);
    expect(why({ cron: '2026-01-01T00:00' })).toMatch(
      /is a moment, not a cron expression; use the trigger at$/,
    );
    expect(why({ cron: ' @Reboot' })).toBe('"@reboot" is no time; use the trigger startup');
    expect(why({ cron: '@daily', tz: 'Asia/Bangcock' })).toBe('"Asia/Bangcock" is no time zone');
    expect(why({ at: '2026-01-01T00:00', tz: 'nowhere' })).toBe('"nowhere" is no time zone');
    expect(why({ at: 'soon' })).toBe('"soon" is no moment');
    expect(why({ every: 1_000, anchor: 'soon' })).toBe('"soon" is no moment');
    expect(why({ every: 0 })).toBe('every must be longer than 0');
    expect(why({ every: 1e16 })).toBe('every is so long that it never comes');
    expect(why({ cron: '0 0 0 1 1 * 2020' }, Date.UTC(2026, 0))).toBe('"0 0 0 1 1 * 2020" never comes');
  });

  it('has nothing to say of others', () => {
    expect(validateTimeTrigger({ cron: '0 9 * * MON-FRI', tz: 'Asia/Bangkok' })).toBeUndefined();
    expect(validateTimeTrigger({ cron: '@daily' })).toBeUndefined();
    expect(validateTimeTrigger({ cron: '0 0 0 1 1 * 2020' })).toBeUndefined();
    expect(validateTimeTrigger({ every: 1_000, anchor: '2026-01-01T09:00' })).toBeUndefined();
    expect(validateTimeTrigger({ at: '2020-01-01T09:00:00Z' })).toBeUndefined();
  });
});
