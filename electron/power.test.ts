import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { expect, it } from 'vitest';
import type { RunSummary } from '#shared/nouns/run.ts';
import { NOTHING_YET, type StateListener } from './host-state.ts';
import { createSleepBlocker, followPower } from './power.ts';

function fakeBlocker() {
  const held = new Map<number, string>();
  let last = 0;
  return {
    held,
    start: (type: string) => {
      held.set((last += 1), type);
      return last;
    },
    stop: (id: number) => held.delete(id),
  };
}

it('holds one blocker exactly while runs are going', () => {
  const port = fakeBlocker();
  const blocker = createSleepBlocker(port);
  let tell: StateListener = () => undefined;
  const monitor = new EventEmitter();
  const told: string[] = [];
  const end = followPower({
    feed: { follow: (listener) => ((tell = listener), () => undefined) },
    blocker,
    monitor: monitor as unknown as PowerMonitor,
    suspended: () => told.push('suspended'),
    resumed: () => told.push('resumed'),
  });
  const run = {} as RunSummary;
  expect(port.held.size).toBe(0);
  tell({ ...NOTHING_YET, running: [run] });
  tell({ ...NOTHING_YET, running: [run, run] });
  expect([...port.held.values()]).toEqual(['prevent-app-suspension']);
  expect(blocker.held).toBe(true);
  tell(NOTHING_YET);
  expect(port.held.size).toBe(0);
  tell({ ...NOTHING_YET, running: [run] });
  monitor.emit('suspend');
  monitor.emit('resume');
  expect(told).toEqual(['suspended', 'resumed']);
  end();
  expect(port.held.size).toBe(0);
  monitor.emit('suspend');
  monitor.emit('resume');
  expect(told).toHaveLength(2);
});
