import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occurrences } from '../schedule/occurrences.ts';
import { cronOfCalendar } from './systemd-calendar.ts';

it.each([
  ['daily', '0 0 * * *'],
  ['weekly', '0 0 * * 1'],
  ['03:00', '0 3 * * *'],
  ['*-*-* 03:30:00', '30 3 * * *'],
  ['Mon..Fri 09:00', '0 9 * * 1,2,3,4,5'],
  ['Sat,Sun *-*-* 10:15', '15 10 * * 0,6'],
  ['Fri..Sun 12:00', '0 12 * * 0,5,6'],
  ['*:0/15', '0-59/15 * * * *'],
  ['*-*-01,15 04:00', '0 4 1,15 * *'],
  ['*-01..03-01 00:00', '0 0 1 1-3 *'],
  ['Sunday', '0 0 * * 0'],
])('%s is %s', (calendar, cron) => {
  expect(cronOfCalendar(calendar)).toEqual({ cron });
});

it('keeps the zone', () => {
  expect(cronOfCalendar('*-*-* 03:00:00 Asia/Bangkok')).toEqual({ cron: '0 3 * * *', tz: 'Asia/Bangkok' });
});

it.each([
  ['2027-01-01 00:00', 'it names a year'],
  ['*-*~1', 'it counts days from the end of the month'],
  ['Mon *-*-01', 'it has a day of the month and a weekday'],
  ['*:*:0/10', 'it has seconds'],
  ['when it rains', '"when it rains" is no calendar event that is understood'],
  ['Fri..Mon 12:00', '"Fri..Mon" counts backwards'],
  ['25:00', '"25" is out of range'],
])('%s: %s', (calendar, fault) => {
  expect(cronOfCalendar(calendar)).toEqual({ fault });
});

const hasAnalyzer = spawnSync('systemd-analyze', ['calendar', 'daily']).status === 0;

describe.runIf(hasAnalyzer)('against systemd itself', () => {
  const component = (low: number, high: number) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('*') },
      fc.integer({ min: low, max: high }).map(String),
      fc
        .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: 1, max: 20 }))
        .map(([first, step]) => `${first}/${step}`),
      fc
        .uniqueArray(fc.integer({ min: low, max: high }), { minLength: 2, maxLength: 2 })
        .map((pair) => pair.toSorted((a, b) => a - b).join('..')),
      fc
        .uniqueArray(fc.integer({ min: low, max: high }), { minLength: 2, maxLength: 3 })
        .map((all) => all.join(',')),
    );
  const day = fc.constantFrom('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun');
  const days = fc.oneof(
    day,
    fc.tuple(day, day).map(([a, b]) => `${a}..${b}`),
    fc.uniqueArray(day, { minLength: 2, maxLength: 3 }).map((all) => all.join(',')),
  );
  const calendar = fc.oneof(
    fc.tuple(days, component(0, 23), component(0, 59)).map(([d, h, m]) => `${d} ${h}:${m}`),
    fc
      .tuple(component(1, 12), component(1, 28), component(0, 23), component(0, 59))
      .map(([month, d, h, m]) => `*-${month}-${d} ${h}:${m}:00`),
  );

  it('any calendar event fires at the same moments', { timeout: 60_000 }, () => {
    const month = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(calendar, month, (text, at) => {
        const read = cronOfCalendar(text);
        const from = Date.UTC(2026, at, 1, 10);
        // Over the end of a month systemd 252 skips a midnight now and then: one month is looked at.
        const end = Date.UTC(2026, at + 1, 1);
        const { status, stdout: said } = spawnSync(
          'systemd-analyze',
          ['calendar', '--iterations=4', `--base-time=${stamp(from)}`, `${text} UTC`],
          { encoding: 'utf8', env: { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C' } },
        );
        // What systemd refuses is refused here, too.
        expect('fault' in read).toBe(status !== 0);
        if ('fault' in read) return;
        const expected = [...said.matchAll(/\w{3} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC/g)]
          .map(([, date, time]) => `${date}T${time}.000Z`)
          .filter((moment) => Date.parse(moment) < end);
        const ours = [...occurrences({ cron: read.cron, tz: 'UTC' }, from, end - 1)]
          .slice(0, 4)
          .map((moment) => new Date(moment).toISOString());
        expect(ours).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});

function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
