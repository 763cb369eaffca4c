/** Peers in masses, and frames that would like to be more than data: Luka goes on answering and keeps nothing of them. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTROL_REPLY, CONTROL_REQUEST } from '#shared/control/messages.ts';
import { ControlBench, frame } from './control-bench.ts';
import { socketPath } from './control-root.ts';
import { MAX_CALLERS } from './control-server.ts';
import { MAX_FRAME } from './ipc.ts';

const MANY = 500;
/** How long anybody may wait for an answer meanwhile, ms. */
const PROMPT = 1_000;
/** For what happens soon, on such a machine too. */
const PATIENT = { timeout: 20_000 };

let bench: ControlBench;
let root: string;
let downs: number;
let peers: Socket[];
beforeEach(async () => {
  downs = 0;
  peers = [];
  bench = await ControlBench.create();
  ({ root } = await bench.start({ down: () => downs++ }));
});
afterEach(async () => {
  for (const peer of peers) peer.destroy();
  await bench.end();
  expectUnharmed();
});

function expectUnharmed(): void {
  expect(downs).toBe(0);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

/** A peer that says this once it is connected, and reads nothing. */
function peer(bytes?: string | Buffer): Socket {
  const socket = connect(socketPath(root));
  socket.on('error', () => undefined);
  if (bytes !== undefined) socket.write(bytes);
  peers.push(socket);
  return socket;
}

/** Resolves once it is connected, or was turned away. */
function arrived(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (!socket.connecting) resolve();
    else socket.once('connect', () => resolve()).once('close', () => resolve());
  });
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });
}

/** Peers and Luka are one process here: what it worked is what a caller waited for, on a machine with nothing else to do. */
async function expectPrompt(): Promise<void> {
  const [began, worked] = [performance.now(), process.cpuUsage()];
  const connection = await bench.open();
  expect((await connection.hello()).pid).toBe(process.pid);
  connection.close();
  const { user, system } = process.cpuUsage(worked);
  expect(Math.min(performance.now() - began, (user + system) / 1_000)).toBeLessThan(PROMPT);
}

const collect = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();
/** Bytes in use once everything was collected that can be. */
async function used(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect();
    await pause(10);
  }
  return process.memoryUsage().heapUsed;
}

const hello = (id: string) => frame(CONTROL_REQUEST, { id, verb: 'hello' });

describe('while hundreds', () => {
  it.each([
    ['say nothing', undefined],
    ['begin a frame and leave it so', '{"type":"luka.re'],
    ['ask and never read', hello('1').repeat(10)],
    ['send noise', Buffer.from(Array.from({ length: 2_000 }, (_, at) => (at * 73 + 11) % 256))],
  ])('%s, the next caller is answered at once', async (_name, bytes) => {
    const all = Array.from({ length: MANY }, () => peer(bytes));
    await expectPrompt();
    await Promise.all(all.map(arrived));
    await expectPrompt();
    // Who never reads does not see that it was ended.
    for (const one of all) one.resume();
    await expect
      .poll(() => all.filter((one) => !one.closed).length, PATIENT)
      .toBeLessThanOrEqual(MAX_CALLERS);
  });

  it('come again and again, every caller is answered at once', async () => {
    const storming = new AbortController();
    const storm = Array.from({ length: 20 }, async () => {
      while (!storming.signal.aborted) {
        const one = peer('{');
        await arrived(one);
        await pause(1);
      }
    });
    try {
      for (let count = 0; count < 20; count += 1) {
        await expectPrompt();
        await pause(20);
      }
    } finally {
      storming.abort();
      await Promise.all(storm);
    }
    expect(peers.length).toBeGreaterThan(MANY);
  });

  it('come and go, nothing of them is kept', async () => {
    const round = async () => {
      const all = Array.from({ length: MANY }, () => peer(`{"type":"${'x'.repeat(4_000)}`));
      await Promise.all(all.map(arrived));
      for (const one of all) one.destroy();
      await Promise.all(all.map(closed));
      peers = [];
    };
    for (let warm = 0; warm < 4; warm += 1) await round();
    const before = await used();
    for (let count = 0; count < 12; count += 1) await round();
    await expectPrompt();
    await expect.poll(async () => (await used()) - before, PATIENT).toBeLessThan(2_000_000);
  });
});

describe('one caller', () => {
  it('with 10,000 tiny frames of nothing is ended, and cost nothing', async () => {
    for (const tiny of ['\f', '{}\f', '0\f', '[]\f', '""\f']) {
      const one = peer(tiny.repeat(10_000));
      one.resume();
      await closed(one);
    }
    await expectPrompt();
  });

  it('with 10,000 questions at once is ended; who asks them one by one gets every answer', async () => {
    const greedy = peer();
    greedy.resume();
    greedy.write(Array.from({ length: 10_000 }, (_, id) => hello(String(id))).join(''));
    await closed(greedy);
    const patient = await bench.open();
    for (let count = 0; count < 1_000; count += 1) await patient.hello();
    await expectPrompt();
  });

  it('whose questions are answered late cannot pile them up', async () => {
    await bench.end();
    bench = await ControlBench.create();
    const release = Promise.withResolvers<void>();
    let asked = 0;
    ({ root } = await bench.start({
      hello: async () => {
        asked += 1;
        await release.promise;
        return bench.hello();
      },
    }));
    const one = peer(Array.from({ length: 100 }, (_, id) => hello(String(id))).join(''));
    one.resume();
    await closed(one);
    expect(asked).toBeLessThanOrEqual(16);
    release.resolve();
    await expectPrompt();
  });

  it('whose frame has no end is ended at its limit, however it is cut', async () => {
    const one = peer('{"type":"');
    one.resume();
    let sent = 0;
    while (!one.destroyed && !one.readableEnded && sent < 10 * MAX_FRAME) {
      one.write('x'.repeat(512));
      sent += 512;
      await pause(1);
    }
    expect(sent).toBeLessThan(3 * MAX_FRAME);
    await expectPrompt();
  });

  it('whose frame takes its time is ended', async () => {
    const one = peer('{"type":');
    one.resume();
    const began = performance.now();
    const drip = setInterval(() => one.write(' '), 200);
    await closed(one);
    clearInterval(drip);
    expect(performance.now() - began).toBeLessThan(8_000);
  });
});

describe('names that stand on every object', () => {
  const names = Object.getOwnPropertyNames(Object.prototype);

  it.each([
    ...names,
    'prototype',
    'start',
    'connect',
    'disconnect',
    'destroy',
    'close',
    'error',
    'data',
    '*',
    '',
  ])('as an event, %j is refused', async (name) => {
    expect(
      await bench.refused(root, `{"type":${JSON.stringify(name)},"data":{"id":"1","verb":"down"}}\f`),
    ).toBe('');
  });

  it.each([
    '{"id":"1","verb":"hello","__proto__":{"polluted":true}}',
    '{"id":"1","verb":"down","constructor":{"prototype":{"polluted":true}}}',
    '{"id":"1","verb":"down","__proto__":{"cancelRuns":true}}',
    '{"id":"1","verb":"__proto__"}',
    '{"id":"1","verb":"constructor"}',
    '{"id":"1","verb":"toString"}',
    '{"id":"1","verb":"hasOwnProperty"}',
    '{"id":"1","verb":["down"]}',
    '{"id":"1","verb":{"toString":"down"}}',
    '{"id":"1","verb":"DOWN"}',
    '{"id":"1","verb":"down "}',
    '{"id":"1","verb":null}',
  ])('in a question, %s is refused by its code', async (data) => {
    const socket = await bench.raw(root);
    socket.write(`{"type":"${CONTROL_REQUEST}","data":${data}}\f`);
    const [heard] = (await once(socket, 'data')) as [Buffer];
    expect(JSON.parse(heard.toString().slice(0, -1))).toMatchObject({
      type: CONTROL_REPLY,
      data: { id: '1', ok: false, error: { code: 'request_invalid' } },
    });
  });

  it('as an id they are texts like others', async () => {
    for (const id of names) {
      const socket = await bench.raw(root);
      socket.write(hello(id));
      const [heard] = (await once(socket, 'data')) as [Buffer];
      expect(JSON.parse(heard.toString().slice(0, -1))).toMatchObject({ data: { id, ok: true } });
    }
  });
});

describe('answers', () => {
  it('go to who asked, and to nobody else', async () => {
    const listener = await bench.raw(root);
    let overheard = '';
    listener.on('data', (chunk: Buffer) => (overheard += chunk.toString()));
    const asker = await bench.open();
    await asker.hello();
    await asker.link();
    listener.write(hello('mine'));
    await expect.poll(() => overheard, PATIENT).toContain('"id":"mine"');
    expect(overheard.split('\f').filter(Boolean)).toHaveLength(1);
    expect(overheard).not.toContain('#n');
  });

  it('that a caller sends, asked by nobody, are believed by nobody', async () => {
    const liar = await bench.raw(root);
    liar.write(frame(CONTROL_REPLY, { id: '1', ok: true, verb: 'hello', hello: { name: 'evil' } }));
    const asker = await bench.open();
    expect(await asker.hello()).toEqual(bench.hello());
  });
});
