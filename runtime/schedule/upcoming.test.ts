import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pause, TaskHealth } from '#shared/nouns/slot.ts';
import { occurrences } from './occurrences.ts';
import { sampleTask } from './sample-ledger.ts';
import { obstaclesFor, upcoming } from './upcoming.ts';

const zone = process.env['TZ'];
beforeAll(() => (process.env['TZ'] = 'UTC'));
afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

/** Wednesday. */
const NOW = Date.UTC(2026, 2, 25, 9);
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (moment: number) => new Date(moment).toISOString();
const free = () => undefined;

describe('upcoming', () => {
  it('merges all triggers in order, those of one moment by task and trigger', () => {
    const tasks = [
      sampleTask('b', { triggers: [{ every: 20 * MINUTE }, { cron: '*/30 * * * *', tz: 'UTC' }] }),
      sampleTask('a', { title: 'First', triggers: [{ every: 30 * MINUTE }, { wake: {} }] }),
    ];
    const answer = upcoming({ tasks, from: NOW, to: NOW + HOUR, limit: 100, obstacles: free });
    expect(answer.upcoming.map(({ due, task, kind }) => `${due.slice(11, 16)} ${task} ${kind}`)).toEqual([
      '09:00 a every',
      '09:00 b cron',
      '09:00 b every',
      '09:20 b every',
      '09:30 a every',
      '09:30 b cron',
      '09:40 b every',
    ]);
    expect(answer.more).toBe(false);
    expect(answer.upcoming[0]).toEqual({
      task: 'a',
      title: 'First',
      due: iso(NOW),
      trigger: 'every 30 min',
      kind: 'every',
    });
    expect(answer.upcoming[1]!.title).toBe('b');
  });

  it('is what each trigger says by itself, put together', () => {
    const triggers = [
      { every: 7 * MINUTE },
      { every: 11 * MINUTE },
      { cron: '13 * * * *', tz: 'Asia/Kathmandu' },
    ];
    const to = NOW + DAY;
    const { upcoming: told } = upcoming({
      tasks: triggers.map((trigger, index) => sampleTask(`t${index}`, { triggers: [trigger] })),
      from: NOW,
      to,
      limit: 10_000,
      obstacles: free,
    });
    const expected = triggers.flatMap((trigger) => occurrences(trigger, NOW - 1, to - 1).toArray());
    expect(told.map(({ due }) => Date.parse(due))).toEqual(expected.sort((x, y) => x - y));
  });

  it('leaves out tasks that are switched off or have faults, and what only events start', () => {
    const triggers = [{ every: HOUR }];
    const answer = upcoming({
      tasks: [
        sampleTask('off', { triggers, enabled: false }),
        sampleTask('broken'),
        sampleTask('manual', {}),
        sampleTask('event', { triggers: [{ webhook: {} }] }),
        sampleTask('past', { triggers: [{ at: '2026-03-25T08:59:59Z' }] }),
        sampleTask('once', { triggers: [{ at: '2026-03-25T10:00:00Z' }] }),
      ],
      from: NOW,
      to: NOW + DAY,
      limit: 10,
      obstacles: free,
    });
    expect(answer).toMatchObject({ upcoming: [{ task: 'once', kind: 'at' }], more: false });
  });

  it('tells a trigger that is written twice once', () => {
    const triggers = [{ every: HOUR }, { every: HOUR }];
    const tasks = [sampleTask('a', { triggers })];
    expect(upcoming({ tasks, from: NOW, to: NOW + HOUR, limit: 10, obstacles: free }).upcoming).toHaveLength(
      1,
    );
  });

  it('says whether there are more than its limit', () => {
    const tasks = [sampleTask('a', { triggers: [{ every: HOUR }] })];
    const answer = (limit: number) =>
      upcoming({ tasks, from: NOW, to: NOW + 3 * HOUR, limit, obstacles: free });
    expect(answer(2)).toMatchObject({ upcoming: [{ due: iso(NOW) }, { due: iso(NOW + HOUR) }], more: true });
    expect(answer(3)).toMatchObject({ more: false });
    expect(answer(3).upcoming).toHaveLength(3);
  });

  it('works out no more than it tells, however dense a trigger is and however far it looks', () => {
    const asked: string[] = [];
    const tasks = [
      // 2.7 thousand million moments in 31 days.
      sampleTask('dense', { triggers: [{ every: 1 }] }),
      sampleTask('sparse', { triggers: [{ at: iso(NOW + 5) }] }),
    ];
    const answer = upcoming({
      tasks,
      from: NOW,
      to: NOW + 31 * DAY,
      limit: 8,
      obstacles: (task, due) => void asked.push(`${task.id} ${due - NOW}`),
    });
    expect(answer.more).toBe(true);
    expect(answer.upcoming.map(({ task }) => task)).toEqual([
      'dense',
      'dense',
      'dense',
      'dense',
      'dense',
      'dense',
      'sparse',
      'dense',
    ]);
    expect(asked).toHaveLength(8);
  });
});

describe('obstaclesFor', () => {
  const task = sampleTask('backup', {
    tags: ['disk'],
    blackout: [{ from: '12:00', to: '13:00', tz: 'UTC' }],
  });
  const pause = (more: Partial<Pause>): Pause => ({
    id: 1,
    scope: { all: true },
    from: iso(NOW - HOUR),
    ...more,
  });
  const of = (facts: { pauses?: Pause[]; health?: TaskHealth }, due: number) =>
    obstaclesFor({
      pauses: facts.pauses ?? [],
      blackout: [{ from: '22:00', to: '07:00', tz: 'UTC' }],
      health: (id) => (id === 'backup' ? facts.health : undefined),
      now: NOW,
    })(task, due);

  it.each<[string, { pauses?: Pause[]; health?: TaskHealth }, number, string | undefined]>([
    ['nothing', {}, NOW + HOUR, undefined],
    ['a pause without end', { pauses: [pause({})] }, NOW + 99 * DAY, 'paused until you resume it'],
    [
      'the pause that lasts longest',
      {
        pauses: [
          pause({ until: iso(NOW + 2 * HOUR) }),
          pause({ scope: { tag: 'disk' }, until: iso(NOW + 5 * DAY) }),
          pause({ scope: { task: 'backup' }, until: iso(NOW + 3 * HOUR) }),
        ],
      },
      NOW + HOUR,
      'paused until Monday 09:00',
    ],
    ['a pause that is over by then', { pauses: [pause({ until: iso(NOW + HOUR) })] }, NOW + HOUR, undefined],
    ['a pause of others', { pauses: [pause({ scope: { task: 'x' } })] }, NOW + HOUR, undefined],
    ['a pause to come', { pauses: [pause({ from: iso(NOW + 2 * HOUR) })] }, NOW + HOUR, undefined],
    ['the blackout of all', {}, NOW + 14 * HOUR, 'in the blackout from 22:00 to 07:00 (UTC)'],
    ['its own blackout', {}, NOW + 3 * HOUR, 'in the blackout from 12:00 to 13:00 (UTC)'],
    [
      'a quarantine',
      { health: { failuresInRow: 5, quarantinedAt: iso(NOW), releaseAt: iso(NOW + 5 * HOUR + 20 * MINUTE) } },
      NOW + HOUR,
      'in quarantine until 14:20',
    ],
    [
      'a quarantine that is over by then',
      { health: { failuresInRow: 5, quarantinedAt: iso(NOW), releaseAt: iso(NOW + HOUR) } },
      NOW + HOUR,
      undefined,
    ],
    [
      'a quarantine that only a person ends',
      { health: { failuresInRow: 5, quarantinedAt: iso(NOW) } },
      NOW + 9 * DAY,
      'in quarantine until you release it',
    ],
    ['failures that were too few', { health: { failuresInRow: 2 } }, NOW + HOUR, undefined],
  ])('%s', (_, facts, due, words) => expect(of(facts, due)).toBe(words));
});
