/** An entry may stand for many moments: its event tells how many, so that whoever follows events counts like one who reads entries. */
import { expect, it } from 'vitest';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { LukaEvent } from '#shared/nouns/event.ts';
import { Metrics, type MetricsSource } from '../telemetry/metrics.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { loadedTask, openScheduleBench } from './testing.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** A Friday. */
const START = new Date(2026, 0, 9, 18).getTime();

async function place(definition: Partial<TaskDefinition>) {
  const folder = await temporaryFolder();
  const tasks = new Map([['a', loadedTask('a', definition)]]);
  const bench = await openScheduleBench(folder.path, tasks, { clock: new ManualClock(START) });
  return {
    tasks,
    bench,
    events: (): LukaEvent[] =>
      bench.store.eventsAfter(0, 10_000).filter(({ type }) => type === 'slot.decided'),
    /** Moments of an outcome: by the entries, by their events, and by the metrics that follow these. */
    async moments(outcome: string): Promise<number[]> {
      const entries = bench.slots().filter(({ state }) => state === outcome);
      const events = this.events().filter(({ data }) => data['state'] === outcome);
      const metrics = followedBy(this.events());
      const line = new RegExp(`^luka_slots_total\\{outcome="${outcome}"\\} (\\d+)$`, 'm');
      return [
        entries.reduce((sum, { count }) => sum + count, 0),
        events.reduce((sum, { data }) => sum + Number(data['count'] ?? 1), 0),
        Number(line.exec(await metrics.text())?.[1]),
      ];
    },
    async [Symbol.asyncDispose]() {
      await bench.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function followedBy(events: readonly LukaEvent[]): Metrics {
  const none = () => ({});
  const source: MetricsSource = {
    onEvent: (listener) => {
      follow = listener;
      return () => undefined;
    },
    counts: () => ({ running: 0, queued: 0, awaitingApproval: 0 }),
    agents: none,
    services: none,
    holds: none,
    traces: none,
    logs: () => undefined,
    files: {},
  };
  let follow: (event: LukaEvent) => void = () => undefined;
  const metrics = new Metrics(source);
  for (const event of events) follow(event);
  return metrics;
}

it('a weekend asleep is 2,880 missed moments of a task of every minute, whoever counts', async () => {
  await using it = await place({ triggers: [{ every: MINUTE }], catchUp: { sleep: 'skip' } });
  await it.bench.sleep(48 * HOUR);
  await it.bench.scheduler.idle;
  expect(it.bench.errors).toEqual([]);
  expect(await it.moments('missed')).toEqual([2_880, 2_880, 2_880]);
  expect(it.bench.slots().length).toBeLessThan(600);
  const [first, ...others] = it.events();
  expect(first?.data).toMatchObject({ state: 'missed', count: expect.any(Number) as number });
  for (const { data } of others) expect(data).not.toHaveProperty('count');
});

it('the moments of a pause whose trigger was taken away are each told, by one event', async () => {
  await using it = await place({ triggers: [{ every: HOUR }] });
  await it.bench.pauses.add({ scope: { all: true } });
  await it.bench.pass(3 * HOUR + MINUTE);
  const changed = loadedTask('a', { triggers: [{ every: 2 * HOUR }] });
  it.tasks.set('a', changed);
  it.bench.scheduler.replan({ changed: [changed], removed: [] });
  await it.bench.scheduler.idle;
  expect(await it.moments('skipped')).toEqual([3, 3, 3]);
  expect(it.events()).toHaveLength(1);
});
