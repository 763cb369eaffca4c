import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ABSENCES, type Absence, type CatchUp } from '#shared/nouns/schedule-policy.ts';
import { planCatchUp, type MissedMoment } from './catch-up.ts';

const HOUR = 3_600_000;
const NOW = new Date(2026, 0, 5, 12).getTime();

function missed(hoursAgo: number, absence: Absence = 'sleep', count = 1): MissedMoment {
  const due = NOW - hoursAgo * HOUR;
  return { due, lastDue: due, count, absence, because: `the machine slept` };
}
const actions = (moments: MissedMoment[], catchUp: CatchUp | undefined, live?: number) =>
  planCatchUp(moments, catchUp, NOW, live).map(({ action, code }) => `${action} ${code}`);

describe('latest, the default', () => {
  it('makes one run of any number', () => {
    expect(actions([missed(3), missed(2), missed(1)], undefined)).toEqual([
      'join one_for_all',
      'join one_for_all',
      'run after_sleep',
    ]);
    expect(planCatchUp([missed(2), missed(1)], undefined, NOW)[0]!.reason).toBe(
      'the machine slept; one run for all, that of 11:00',
    );
  });

  it('makes none where a moment is on time right now', () => {
    expect(actions([missed(2), missed(1)], undefined, NOW)).toEqual(['join one_for_all', 'join one_for_all']);
  });

  it('makes one run for different absences together', () => {
    expect(actions([missed(2, 'downtime'), missed(1, 'sleep')], undefined)).toEqual([
      'join one_for_all',
      'run after_sleep',
    ]);
  });
});

describe('all', () => {
  it('makes a run of each', () => {
    expect(actions([missed(2), missed(1)], 'all')).toEqual(['run after_sleep', 'run after_sleep']);
  });

  it('keeps to the newest where there are more than may be', () => {
    expect(actions([missed(3), missed(2), missed(1)], { all: { max: 2 } })).toEqual([
      'miss too_many',
      'run after_sleep',
      'run after_sleep',
    ]);
    expect(
      actions(
        Array.from({ length: 25 }, (_, i) => missed((25 - i) / 10)),
        'all',
      ).filter((a) => a.startsWith('run')),
    ).toHaveLength(20);
  });

  it('lets go what is too long ago, a day where nothing is said', () => {
    expect(actions([missed(25), missed(23)], 'all')).toEqual(['miss too_old', 'run after_sleep']);
    expect(actions([missed(3), missed(1)], { all: { within: 2 * HOUR } })).toEqual([
      'miss too_old',
      'run after_sleep',
    ]);
  });

  it('never makes runs of moments that are told as one', () => {
    expect(actions([missed(4, 'sleep', 700), missed(1)], 'all')).toEqual([
      'miss too_many',
      'run after_sleep',
    ]);
  });
});

describe('skip', () => {
  it('makes none', () => {
    expect(actions([missed(1)], 'skip')).toEqual(['miss catch_up_off']);
  });
});

describe('each absence has a policy of its own', () => {
  it('follows it', () => {
    const catchUp: CatchUp = { downtime: 'skip', sleep: 'all', pause: 'latest' };
    expect(
      actions([missed(5, 'pause'), missed(4, 'pause'), missed(3, 'downtime'), missed(2), missed(1)], catchUp),
    ).toEqual([
      'join one_for_all',
      'run after_pause',
      'miss catch_up_off',
      'run after_sleep',
      'run after_sleep',
    ]);
  });

  it('gives every moment one verdict, in order, and never more runs than may be', () => {
    const policy = fc.oneof(
      fc.constantFrom('latest' as const, 'all' as const, 'skip' as const),
      fc.record({ all: fc.record({ max: fc.integer({ min: 1, max: 5 }) }) }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.constantFrom(...ABSENCES)), { maxLength: 30 }),
        fc.record({ downtime: policy, sleep: policy, pause: policy }),
        fc.boolean(),
        (hours, catchUp, isLive) => {
          const moments = hours.sort(([a], [b]) => b - a).map(([ago, absence]) => missed(ago, absence));
          const verdicts = planCatchUp(moments, catchUp, NOW, isLive ? NOW : undefined);
          expect(verdicts.map(({ moment }) => moment)).toEqual(moments);
          const latest = verdicts.filter(({ moment }) => catchUp[moment.absence] === 'latest');
          expect(latest.filter(({ action }) => action === 'run')).toHaveLength(
            isLive || latest.length === 0 ? 0 : 1,
          );
          for (const absence of ABSENCES) {
            const said = catchUp[absence];
            const runs = verdicts.filter((one) => one.moment.absence === absence && one.action === 'run');
            if (said === 'skip') expect(runs).toEqual([]);
            else if (said !== 'latest')
              expect(runs.length).toBeLessThanOrEqual(said === 'all' ? 20 : said.all.max);
          }
        },
      ),
    );
  });
});
