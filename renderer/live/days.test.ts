import { beforeEach, expect, it } from 'vitest';
import type { LukaEvent } from '#shared/nouns/event.ts';
import { forgetDaysAfter, keepDay, keptDay, type Timeline } from './days.ts';

const TO = Date.parse('2027-03-11T00:00:00Z');
const DAY: Timeline = {
  now: '2027-03-12T09:00:00Z',
  tz: 'UTC',
  slots: [
    {
      task: 'report',
      trigger: 'every 1 h',
      kind: 'every',
      due: '2027-03-10T09:00:00Z',
      count: 1,
      state: 'ran',
      code: 'on_time',
      reason: 'on time',
      run: 4,
      runState: 'succeeded',
      decidedAt: '2027-03-10T09:00:00Z',
    },
  ],
  upcoming: [],
  away: [],
  pauses: [],
  more: false,
};
const event = (type: LukaEvent['type'], data: Record<string, unknown> = {}) => ({
  type,
  at: '2027-03-12T09:00:01Z',
  data,
});

beforeEach(() => forgetDaysAfter(undefined));

it('keeps a day that is over and settled', () => {
  keepDay('a', TO, DAY);
  expect(keptDay('a')).toBe(DAY);
});

it.each<[string, Partial<Timeline>]>([
  ['is not over', { now: '2027-03-10T23:59:59Z' }],
  ['has a slot that waits', { slots: DAY.slots.map((slot) => ({ ...slot, state: 'waiting' })) }],
  ['has a run that goes', { slots: DAY.slots.map((slot) => ({ ...slot, runState: 'running' })) }],
])('keeps no day that %s', (_, change) => {
  keepDay('a', TO, DAY);
  keepDay('a', TO, { ...DAY, ...change });
  expect(keptDay('a')).toBeUndefined();
});

it.each([
  ['slot.decided', { due: '2027-03-10T09:00:00Z' }, false],
  ['slot.decided', {}, false],
  ['slot.decided', { due: '2027-03-12T09:00:00Z' }, true],
  ['system.away', {}, false],
  ['run.finished', {}, true],
] as const)('after %s %j it is kept: %s', (type, data, kept) => {
  keepDay('a', TO, DAY);
  forgetDaysAfter(event(type, data));
  expect(keptDay('a') !== undefined).toBe(kept);
});

it('keeps a bounded number, the newest', () => {
  for (let n = 0; n < 60; n += 1) keepDay(String(n), TO, DAY);
  expect([keptDay('0'), keptDay('59')]).toEqual([undefined, DAY]);
});
