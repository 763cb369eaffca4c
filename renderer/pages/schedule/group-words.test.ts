import { expect, it } from 'vitest';
import type { Slot } from '#shared/nouns/slot.ts';
import { dayRange } from '../../words/zone.ts';
import { groupName, timeWords, whyWords } from './group-words.ts';
import { groupsOf, pointsOf } from './timeline-layout.ts';

const DAY = dayRange('2027-03-10', 'UTC');
const slot = (due: string, change: Partial<Slot> = {}): Slot => ({
  task: 'report',
  trigger: 'cron',
  kind: 'cron',
  due: `2027-03-10T${due}Z`,
  count: 1,
  state: 'ran',
  code: 'on_time',
  reason: 'on time',
  decidedAt: `2027-03-10T${due}Z`,
  ...change,
});
const names = (slots: Slot[]): string[] =>
  groupsOf(pointsOf(slots, []), DAY, 960).map((group) => groupName('Report', group, 'UTC'));

it('names a mark by its time and what became of it', () => {
  expect(names([slot('09:00:00', { state: 'caught_up', runState: 'failed' })])).toEqual([
    'Report, 09:00: Caught up, failed',
  ]);
});
it('names a few by their time and counts', () => {
  expect(names([slot('09:00:00'), slot('09:05:00', { state: 'skipped' })])).toEqual([
    'Report, 09:00 to 09:05: 2 slots: 1 skipped, 1 ran',
  ]);
});
it('names a long absence', () => {
  expect(names([slot('01:00:00', { state: 'missed', count: 400, lastDue: '2027-03-10T07:40:00Z' })])).toEqual(
    ['Report, 01:00 to 07:40: Missed, 400 times'],
  );
});
it('says when the day ends', () => {
  expect(timeWords({ from: DAY.to - 3_600_000, to: DAY.to }, 'UTC')).toBe('23:00 to 24:00');
});
it('says why', () => {
  const [past] = pointsOf([slot('09:00:00')], []);
  const [next] = pointsOf(
    [],
    [
      {
        task: 'report',
        title: 'Report',
        due: '2027-03-10T10:00:00Z',
        trigger: 'cron',
        kind: 'cron',
        obstacle: 'paused',
      },
    ],
  );
  expect([past, next].map((point) => point && whyWords(point))).toEqual(['on time', 'paused']);
});
