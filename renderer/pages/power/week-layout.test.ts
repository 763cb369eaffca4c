import { expect, it } from 'vitest';
import type { HoldSpan, PowerTimeline } from '#shared/nouns/power.ts';
import { dayWords, holdersOf, weekOf } from './week-layout.ts';

const at = (text: string) => `2026-11-${text}:00.000Z`;
const run = (id: number, from: string, to: string | undefined, more: Partial<HoldSpan> = {}): HoldSpan => ({
  hold: `run-${id}`,
  kind: 'system',
  owner: { kind: 'run', run: id, task: 'backup', title: 'Backup' },
  from: at(from),
  ...(to === undefined ? {} : { to: at(to) }),
  reason: 'while it runs',
  ...more,
});

const timeline: PowerTimeline = {
  now: at('22T12:00'),
  from: at('15T12:00'),
  to: at('22T12:00'),
  tz: 'UTC',
  knownSince: at('20T00:00'),
  sleeps: [
    { kind: 'sleep', from: at('21T22:00'), to: at('22T02:00'), reason: 'the lid was closed', source: 'x' },
    { kind: 'dark_wake', from: at('22T02:00'), to: at('22T02:00'), source: 'x' },
    { kind: 'sleep', from: at('22T02:01'), to: at('22T05:00'), source: 'timers came late' },
  ],
  holds: [
    run(1, '21T08:00', '21T08:30'),
    run(2, '21T08:30', '21T09:00'),
    run(3, '21T10:00', '21T11:00', { notHeldBecause: 'on battery' }),
    {
      ...run(4, '22T11:00', undefined),
      hold: 'person-1',
      owner: { kind: 'person', by: 'person' },
      reason: 'until 14:00',
    },
  ],
  sources: [
    { at: at('20T00:00'), source: 'ac' },
    { at: at('21T09:30'), source: 'battery', percent: 80 },
    { at: at('21T12:00'), source: 'ac' },
  ],
  down: [{ from: at('20T10:00'), to: at('20T11:00') }],
  more: false,
};

it('seven days, the newest first, each cut at midnight', () => {
  const week = weekOf(timeline);
  expect(week.map(({ day }) => day)).toEqual([
    '2026-11-22',
    '2026-11-21',
    '2026-11-20',
    '2026-11-19',
    '2026-11-18',
    '2026-11-17',
    '2026-11-16',
  ]);
  expect(week.map(dayWords)).toEqual([
    'asleep 4 h 59 min (1 dark wake), kept awake 1 h',
    'asleep 2 h, kept awake 1 h, not held 1 h, on battery 2 h 30 min',
    'nothing noted',
    ...Array<string>(4).fill('nothing is known'),
  ]);
  const [, yesterday, before] = week;
  // Runs that follow each other are one stretch.
  expect(yesterday!.parts.filter(({ kind }) => kind === 'held')).toMatchObject([{ detail: 'Backup ×2' }]);
  expect(yesterday!.parts.find(({ kind }) => kind === 'not_held')?.detail).toBe('Backup: on battery');
  expect(before!.parts.map(({ kind }) => kind)).toEqual(['down']);
  for (const { parts, range } of week)
    for (const { from, to } of parts) {
      expect(from).toBeGreaterThanOrEqual(range.from);
      expect(to).toBeLessThanOrEqual(range.to);
    }
});

it('who held what, the longest first', () => {
  expect(holdersOf(timeline)).toEqual([
    { name: 'Backup', run: 3, times: 3, heldMs: 3_600_000, notHeldMs: 3_600_000, because: 'on battery' },
    { name: 'You', run: undefined, times: 1, heldMs: 3_600_000, notHeldMs: 0, because: undefined },
  ]);
});

it('a week of runs every minute is a few stretches', () => {
  const holds = Array.from({ length: 3_000 }, (_, n): HoldSpan => {
    const from = Date.parse(at('20T00:00')) + n * 60_000;
    return {
      ...run(n, '20T00:00', undefined),
      from: new Date(from).toISOString(),
      to: new Date(from + 30_000).toISOString(),
    };
  });
  const parts = weekOf({ ...timeline, holds }).flatMap((day) =>
    day.parts.filter(({ kind }) => kind === 'held'),
  );
  expect(parts.length).toBeLessThan(5);
  expect(parts[0]?.detail).toBe('Backup ×3000');
});
