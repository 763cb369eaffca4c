import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Slot, Upcoming } from '#shared/nouns/slot.ts';
import { totalOf } from '../../words/slot-state.ts';
import { dayRange } from '../../words/zone.ts';
import { groupsOf, placeOf, pointsOf, rowsOf, stretchOf, type Point } from './timeline-layout.ts';

const DAY = dayRange('2027-03-10', 'UTC');
const WIDTH = 960;
const MINUTE = 60_000;

function slotAt(minute: number, change: Partial<Slot> = {}): Slot {
  const due = new Date(DAY.from + minute * MINUTE).toISOString();
  return {
    task: 'report',
    trigger: 'cron',
    kind: 'cron',
    due,
    count: 1,
    state: 'ran',
    code: 'on_time',
    reason: 'on time',
    decidedAt: due,
    ...change,
  };
}
function upcomingAt(minute: number, change: Partial<Upcoming> = {}): Upcoming {
  const due = new Date(DAY.from + minute * MINUTE).toISOString();
  return { task: 'report', title: 'Report', trigger: 'cron', kind: 'cron', due, ...change };
}
const every = (minutes: number): Slot[] =>
  Array.from({ length: 1_440 / minutes }, (_, n) => slotAt(n * minutes));
const shapes = (slots: readonly Slot[], width = WIDTH): Record<string, number> => {
  const counted: Record<string, number> = {};
  for (const { shape } of groupsOf(pointsOf(slots, []), DAY, width))
    counted[shape] = (counted[shape] ?? 0) + 1;
  return counted;
};

describe('groups', () => {
  it('are single marks where there is room', () => {
    expect(shapes(every(60))).toEqual({ mark: 24 });
    expect(shapes(every(30))).toEqual({ mark: 48 });
  });
  it('are clusters where a few would cover each other', () => {
    expect(shapes([slotAt(0), slotAt(1), slotAt(2), slotAt(600)])).toEqual({ cluster: 1, mark: 1 });
  });
  it('are bars of an hour where there are very many', () => {
    expect(shapes(every(1))).toEqual({ bar: 24 });
    expect(shapes(every(30), 300)).toEqual({ bar: 24 });
    const [first] = groupsOf(pointsOf(every(1), []), DAY, WIDTH);
    expect(first).toMatchObject({
      from: DAY.from,
      to: DAY.from + 60 * MINUTE,
      counts: { ran: 60 },
      share: 1,
    });
  });
  it('make a long absence one span', () => {
    const night = slotAt(60, {
      state: 'missed',
      count: 300,
      lastDue: new Date(DAY.from + 360 * MINUTE).toISOString(),
    });
    const groups = groupsOf(pointsOf([night, slotAt(400)], []), DAY, WIDTH);
    expect(groups.map(({ shape, worst, counts }) => [shape, worst, totalOf(counts)])).toEqual([
      ['span', 'missed', 300],
      ['mark', 'ran', 1],
    ]);
  });
  it('lose and repeat nothing, whatever the width', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_439 * 60), { maxLength: 300 }),
        fc.integer({ min: 1, max: 3_000 }),
        (seconds, width) => {
          const points = pointsOf(
            seconds.sort((a, b) => a - b).map((second) => slotAt(second / 60)),
            [],
          );
          const groups = groupsOf(points, DAY, width);
          const keys = (all: readonly Point[]): string[] => all.map(({ key }) => key).sort();
          expect(keys(groups.flatMap((group) => group.points))).toEqual(keys(points));
          for (const { from, to, points: own } of groups)
            for (const { at } of own) expect(at >= from && at <= to).toBe(true);
        },
      ),
    );
  });
});

describe('rows', () => {
  it('stand by title, each with its moments by time', () => {
    const points = pointsOf(
      [slotAt(90), slotAt(30), slotAt(10, { task: 'gone' })],
      [upcomingAt(1_000), upcomingAt(900, { task: 'backup', title: 'Backup', obstacle: 'paused' })],
    );
    const rows = rowsOf(points, (task) => task);
    expect(rows.map(({ title, points: own }) => [title, own.map(({ mark }) => mark)])).toEqual([
      ['Backup', ['hindered']],
      ['gone', ['ran']],
      ['Report', ['ran', 'ran', 'upcoming']],
    ]);
    expect(rows[2]?.points.map(({ at }) => (at - DAY.from) / MINUTE)).toEqual([30, 90, 1_000]);
  });
  it('know a moment again once it is a slot', () => {
    const [before] = pointsOf([], [upcomingAt(30)]);
    const [after] = pointsOf([slotAt(30)], []);
    expect(after?.key).toBe(before?.key);
  });
});

describe('places', () => {
  it('go by real time on a day of 23 hours', () => {
    const short = dayRange('2027-03-28', 'Europe/Berlin');
    expect(placeOf(short.from + 11.5 * 60 * MINUTE, short)).toBe(50);
    expect(placeOf(short.to + 1, short)).toBe(100);
  });
  it('of stretches are cut at the ends of the day', () => {
    const iso = (minute: number): string => new Date(DAY.from + minute * MINUTE).toISOString();
    expect(stretchOf({ from: iso(-60), to: iso(720) }, DAY)).toEqual({ left: 0, width: 50 });
    expect(stretchOf({ from: iso(720) }, DAY)).toEqual({ left: 50, width: 50 });
    expect(stretchOf({ from: iso(-60), to: iso(0) }, DAY)).toBeUndefined();
    expect(stretchOf({ from: iso(1_440), to: iso(1_500) }, DAY)).toBeUndefined();
  });
});
