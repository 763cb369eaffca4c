import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { EventType, LukaEvent } from '#shared/nouns/event.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { HostState } from './host-state.ts';
import { followLuka, type FeedClient, type StateFeed } from './state-feed.ts';

/** A Luka that can be made to say things, to fall silent and to come back. */
function fakeLuka() {
  const streams = new Set<{ push(event: LukaEvent): void; end(): void }>();
  let seq = 0;
  const luka = {
    running: 0,
    frozen: false,
    pauses: [] as object[],
    asked: [] as string[],
    away: false,
    connects: 0,
    emit(type: EventType, data: LukaEvent['data'] = {}) {
      seq += 1;
      for (const stream of streams) stream.push({ seq, at: '', type, data });
    },
    breakOff() {
      for (const stream of streams) stream.end();
    },
  };
  const client = {
    async getOverview() {
      luka.asked.push('overview');
      if (luka.away) throw new LukaError('not_running');
      const running = Array.from({ length: luka.running }, (_, id) => ({ id, cause: { kind: 'manual' } }));
      const status = { eventSeq: seq, counts: { stagedModules: 0 } };
      return { status, running, queued: [], failures: [], next: [], services: [], staged: [] };
    },
    async listTasks() {
      luka.asked.push('tasks');
      return { tasks: [], findings: [] };
    },
    async getPolicy() {
      luka.asked.push('policy');
      return { paused: luka.frozen };
    },
    async getPower() {
      luka.asked.push('power');
      return { holds: [] };
    },
    async listPauses() {
      luka.asked.push('pauses');
      return { pauses: luka.pauses };
    },
    async *streamEvents() {
      const waiting: LukaEvent[] = [];
      let wake = (): void => undefined;
      const life = { over: false };
      const stream = {
        push: (event: LukaEvent) => (waiting.push(event), wake()),
        end: () => ((life.over = true), wake()),
      };
      streams.add(stream);
      try {
        while (!life.over || waiting.length > 0) {
          for (const event of waiting.splice(0)) yield { event: event.type, data: JSON.stringify(event) };
          if (!life.over && waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        streams.delete(stream);
      }
    },
  } as unknown as FeedClient;
  return { luka, client, streams };
}

const feeds: StateFeed[] = [];
afterEach(() => feeds.splice(0).forEach((feed) => feed.close()));

async function follow({ luka, client }: ReturnType<typeof fakeLuka>, endsWithLuka = true) {
  const errors: unknown[] = [];
  const seen: HostState[] = [];
  const feed = followLuka({
    connect: async () => {
      luka.connects += 1;
      if (luka.away) throw new LukaError('not_running');
      return client;
    },
    endsWithLuka,
    onError: (error) => errors.push(error),
  });
  feeds.push(feed);
  feed.follow((state) => seen.push(state));
  await feed.ready;
  await expect.poll(() => luka.asked.length).toBeGreaterThan(5);
  luka.asked.length = 0;
  return { feed, errors, seen };
}

describe('the feed', () => {
  it('reads what an event can have changed, and shares one look among a burst', async () => {
    const fake = fakeLuka();
    const { feed } = await follow(fake);
    fake.luka.running = 2;
    for (let count = 0; count < 20; count += 1) fake.luka.emit('run.started');
    await expect.poll(() => feed.current.running.length).toBe(2);
    await sleep(400);
    expect(fake.luka.asked.filter((part) => part === 'overview').length).toBeLessThanOrEqual(2);
    expect(fake.luka.asked).not.toContain('tasks');
    fake.luka.frozen = true;
    fake.luka.emit('freeze.changed');
    await expect.poll(() => feed.current.frozen).toBe(true);
  });

  it('reads nothing for what changes nothing', async () => {
    const fake = fakeLuka();
    await follow(fake);
    fake.luka.emit('step.started');
    fake.luka.emit('knowledge.changed');
    await sleep(50);
    expect(fake.luka.asked).toEqual([]);
  });

  it('says that Luka does not answer, and finds it again', async () => {
    const fake = fakeLuka();
    const { feed, errors } = await follow(fake, false);
    fake.luka.away = true;
    fake.luka.breakOff();
    await expect.poll(() => feed.current.reachable).toBe(false);
    fake.luka.away = false;
    fake.luka.running = 1;
    await expect.poll(() => feed.current, { timeout: 5_000 }).toMatchObject({ reachable: true });
    expect(feed.current.running).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it('ends with the engine in its own process', async () => {
    const fake = fakeLuka();
    const { luka } = fake;
    await follow(fake);
    luka.emit('system.stopping');
    luka.breakOff();
    await sleep(400);
    expect(luka.connects).toBe(1);
  });

  it('looks again when the time of a pause is over, of which no event tells', async () => {
    const fake = fakeLuka();
    fake.luka.pauses = [
      {
        id: 1,
        scope: { all: true },
        from: new Date(0).toISOString(),
        until: new Date(Date.now() + 300).toISOString(),
      },
    ];
    const { feed } = await follow(fake);
    expect(feed.current.paused?.id).toBe(1);
    fake.luka.pauses = [];
    await expect.poll(() => feed.current.paused, { timeout: 3_000 }).toBeUndefined();
  });

  it('goes on where one listener fails', async () => {
    const fake = fakeLuka();
    const { feed, errors } = await follow(fake);
    let heard = 0;
    feed.onEvent(() => {
      throw new Error('a listener');
    });
    feed.onEvent(() => (heard += 1));
    fake.luka.emit('run.queued');
    await expect.poll(() => heard).toBe(1);
    expect(errors).toMatchObject([{ message: 'a listener' }]);
  });
});
