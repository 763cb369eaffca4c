import { expect, it } from 'vitest';
import type { SourceWatch } from '#shared/nouns/knowledge.ts';
import { ManualClock } from '../testing.ts';
import type { FolderSource } from './source-book.ts';
import { SourceTimers } from './source-timers.ts';

const sourceOf = (id: string, watch: SourceWatch): FolderSource => ({
  id,
  name: id,
  folder: `/${id}`,
  watch,
});

function timed() {
  const clock = new ManualClock();
  const due: [second: number, source: string][] = [];
  const timers = new SourceTimers({ clock, onDue: (id) => due.push([clock.monotonic() / 1_000, id]) });
  return { clock, due, timers };
}

it('sources that are looked at by the clock are due soon after the start, and then each at its own pace', () => {
  const { clock, due, timers } = timed();
  timers.set([
    sourceOf('events', 'events'),
    sourceOf('manual', 'manual'),
    sourceOf('minute', { everySeconds: 60 }),
    sourceOf('hour', { everySeconds: 3_600 }),
  ]);
  clock.advance(4_999);
  expect(due).toEqual([]);
  clock.advance(180_000);
  expect(due).toEqual([
    [5, 'minute'],
    [5, 'hour'],
    [65, 'minute'],
    [125, 'minute'],
  ]);
  due.length = 0;
  clock.advance(3_600_000);
  expect(due.filter(([, id]) => id === 'minute')).toHaveLength(60);
  expect(due.filter(([, id]) => id === 'hour')).toEqual([[3_605, 'hour']]);
});

it('one that stays keeps its moments when others come and go; one that went is due no more', () => {
  const { clock, due, timers } = timed();
  const stays = sourceOf('stays', { everySeconds: 60 });
  timers.set([stays, sourceOf('goes', { everySeconds: 60 })]);
  clock.advance(30_000);
  due.length = 0;
  timers.set([stays, sourceOf('comes', { everySeconds: 60 })]);
  clock.advance(40_000);
  expect(due).toEqual([
    [35, 'comes'],
    [65, 'stays'],
  ]);
});

it('nothing is due after the end', () => {
  const { clock, due, timers } = timed();
  timers.set([sourceOf('a', { everySeconds: 60 })]);
  clock.advance(10_000);
  timers.close();
  expect(clock.nextTimer).toBeUndefined();
  clock.advance(600_000);
  expect(due).toEqual([[5, 'a']]);
});
