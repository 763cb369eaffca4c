import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTROL_REPLY, CONTROL_REQUEST } from '#shared/control/messages.ts';
import { ControlBench, frame } from './control-bench.ts';
import { controlRootOf, socketPath } from './control-root.ts';
import { MAX_FRAME } from './ipc.ts';

let bench: ControlBench;
beforeEach(async () => {
  bench = await ControlBench.create();
});
afterEach(() => bench.end());

describe('bad peers', () => {
  it.each([
    ['no JSON', '{"type":\f'],
    ['no object', '[1]\f'],
    ['an unknown event', frame('luka.other', {})],
    ['a lifecycle event', frame('start', {})],
    ['an error event', frame('error', { message: 'x' })],
    ['a prototype name', frame('__proto__', {})],
    ['a constructor', frame('constructor', {})],
    ['a type that is no text', frame(['luka.request'], {})],
    ['no type', '{"data":{}}\f'],
    ['a frame that never ends', `{"type":"${'x'.repeat(MAX_FRAME)}`],
    [
      'a frame that is too large',
      frame(CONTROL_REQUEST, { id: '1', verb: 'hello', fill: 'x'.repeat(MAX_FRAME) }),
    ],
    ['deep nesting', `${'['.repeat(8_000)}${']'.repeat(8_000)}\f`],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x0c])],
    ['no id', frame(CONTROL_REQUEST, { verb: 'down' })],
    ['an id that is no text', frame(CONTROL_REQUEST, { id: { toString: 1 }, verb: 'down' })],
    ['a payload of nothing', frame(CONTROL_REQUEST, null)],
  ])('are sent away for %s, and the next one is served', async (_name, bytes) => {
    let downs = 0;
    const { root } = await bench.start({ down: () => downs++ });
    const began = performance.now();
    expect(await bench.refused(root, bytes)).toBe('');
    // For what it is, and not for having been silent ever since.
    expect(performance.now() - began).toBeLessThan(10_000);
    expect((await (await bench.open()).hello()).pid).toBe(process.pid);
    expect(downs).toBe(0);
  });

  it.each([
    { id: '1', verb: 'reboot' },
    { id: '1', verb: 'hello', extra: true },
    { id: '1', verb: 'down', cancelRuns: 'yes' },
    { id: '1' },
  ])('are answered with a coded error where a question has the wrong shape: %j', async (question) => {
    let downs = 0;
    const { root } = await bench.start({ down: () => downs++ });
    const socket = await bench.raw(root);
    socket.write(frame(CONTROL_REQUEST, question));
    const [heard] = (await once(socket, 'data')) as [Buffer];
    expect(JSON.parse(heard.toString().slice(0, -1))).toMatchObject({
      type: CONTROL_REPLY,
      data: { id: '1', ok: false, error: { code: 'request_invalid' } },
    });
    expect(downs).toBe(0);
  });

  it('are understood however their bytes are cut', async () => {
    const { root } = await bench.start();
    const socket = await bench.raw(root);
    for (const byte of Buffer.from(frame(CONTROL_REQUEST, { id: 'ก', verb: 'hello' }))) {
      socket.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    const [heard] = (await once(socket, 'data')) as [Buffer];
    expect(heard.toString()).toContain('"id":"ก","ok":true');
  });

  it('may send any bytes at all', async () => {
    const { root } = await bench.start();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const socket = await bench.raw(root);
        socket.end(Buffer.concat([bytes, Buffer.from('\f')]));
        await once(socket, 'close');
      }),
      { numRuns: 50 },
    );
    expect((await (await bench.open()).hello()).pid).toBe(process.pid);
  });

  it('may leave before their answer', async () => {
    const asked = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const { root } = await bench.start({
      hello: async () => {
        asked.resolve();
        await release.promise;
        return bench.hello();
      },
    });
    const socket = await bench.raw(root);
    socket.write(frame(CONTROL_REQUEST, { id: '1', verb: 'hello' }));
    await asked.promise;
    socket.destroy();
    release.resolve();
    expect((await (await bench.open()).hello()).pid).toBe(process.pid);
  });

  it('may come in hundreds', async () => {
    const { root } = await bench.start();
    const sockets = await Promise.all(
      Array.from({ length: 300 }, async () => {
        const socket = connect(socketPath(root));
        socket.on('error', () => undefined);
        await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
        socket.write('{"type"');
        return socket;
      }),
    );
    for (const socket of sockets) socket.destroy();
    for (const socket of sockets) if (!socket.closed) await once(socket, 'close');
    await expect.poll(async () => (await bench.open()).hello()).toMatchObject({ pid: process.pid });
  });
});

describe('a caller', () => {
  it('is not harmed by what answers in its own folder', async () => {
    const root = controlRootOf(bench.layout);
    await mkdir(root, { mode: 0o700 });
    for (const answer of ['garbage\f', frame(CONTROL_REPLY, { id: 1 }), frame('error', {}), '{"type":', '']) {
      const impostor = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(answer));
      });
      impostor.listen(socketPath(root));
      await once(impostor, 'listening');
      const connection = await bench.open();
      await expect(connection.hello()).rejects.toMatchObject({ code: 'not_running' });
      await new Promise((resolve) => impostor.close(resolve));
    }
  });
});
