import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { expect, it } from 'vitest';
import { createSleepBlocker, followPower } from './power.ts';

function fakeBlocker({ refuses = false } = {}) {
  const held = new Map<number, string>();
  let last = 0;
  return {
    held,
    start: (type: string) => {
      last += 1;
      if (!refuses) held.set(last, type);
      return last;
    },
    stop: (id: number) => held.delete(id),
    isStarted: (id: number) => held.has(id),
  };
}

it('holds each kind by a blocker of its own, until it is released', async () => {
  const port = fakeBlocker();
  const blocker = createSleepBlocker(port);
  const onLost = () => expect.unreachable();
  const system = blocker.hold({ kind: 'system', why: 'a run', onLost });
  blocker.hold({ kind: 'display', why: 'a person', onLost });
  expect([...port.held.values()]).toEqual(['prevent-app-suspension', 'prevent-display-sleep']);
  system.release();
  system.release();
  expect([...port.held.values()]).toEqual(['prevent-display-sleep']);
  await blocker.close();
  expect(port.held.size).toBe(0);
});

it('tells where the system does not take it', async () => {
  const lost: string[] = [];
  createSleepBlocker(fakeBlocker({ refuses: true })).hold({
    kind: 'system',
    why: 'a run',
    onLost: (why) => lost.push(why),
  });
  await Promise.resolve();
  expect(lost).toEqual(['the system did not take the hold']);
});

it('tells of sleep and of the power source until it is ended', () => {
  const monitor = new EventEmitter();
  const told: string[] = [];
  const end = followPower({
    monitor: monitor as unknown as PowerMonitor,
    suspended: () => told.push('suspended'),
    resumed: () => told.push('resumed'),
    sourceChanged: () => told.push('source'),
  });
  const events = ['suspend', 'resume', 'on-battery', 'on-ac'];
  for (const event of events) monitor.emit(event);
  expect(told).toEqual(['suspended', 'resumed', 'source', 'source']);
  end();
  for (const event of events) monitor.emit(event);
  expect(told).toHaveLength(4);
});
