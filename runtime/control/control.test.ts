import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTROL_REPLY, CONTROL_REQUEST, type Hello } from '#shared/control/messages.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { publishEndpoint } from '../home/endpoint-file.ts';
import type { HomeLayout } from '../home/layout.ts';
import { openHome } from '../home/open-home.ts';
import { connectControl } from './control-client.ts';
import { controlRootOf, socketPath } from './control-root.ts';
import { startControl, type ControlHandlers, type ControlServer } from './control-server.ts';
import { MAX_FRAME } from './ipc.ts';

let folder: string;
let layout: HomeLayout;
let server: ControlServer | undefined;
const cleanups: (() => void)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luka-control-'));
  layout = await openHome(join(folder, 'home'));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) cleanup();
  await server?.stop();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

const hello = (): Hello => ({
  name: 'luka',
  version: '0.1.0',
  pid: process.pid,
  host: 'headless',
  startedAt: '2026-01-01T00:00:00.000Z',
  home: layout.root,
  apiUrl: 'http://127.0.0.1:4000',
  uiUrl: 'http://127.0.0.1:8080',
});

async function start(handlers: Partial<ControlHandlers> = {}): Promise<ControlServer> {
  server = await startControl({
    layout,
    hello,
    link: () => ({ url: 'http://127.0.0.1:8080/#n', expiresAt: '2026-01-01T00:02:00.000Z' }),
    down: () => undefined,
    ...handlers,
  });
  return server;
}

async function open() {
  const connection = await connectControl(layout);
  cleanups.push(() => connection.close());
  return connection;
}

async function raw(root: string): Promise<Socket> {
  const socket = connect(socketPath(root));
  socket.on('error', () => undefined);
  cleanups.push(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

const frame = (type: unknown, data: unknown): string => `${JSON.stringify({ type, data })}\f`;

/** Sends bytes as a peer of no manners and waits until the server ends the connection. */
async function refused(root: string, bytes: string | Buffer): Promise<string> {
  const socket = await raw(root);
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk.toString()));
  socket.write(bytes);
  await once(socket, 'close');
  return heard;
}

describe('a control connection', () => {
  it('says who runs, makes a link and asks for the end', async () => {
    const asked = Promise.withResolvers<unknown>();
    await start({ down: asked.resolve });
    const connection = await open();
    expect(await connection.hello()).toEqual(hello());
    expect(await connection.link()).toEqual({
      url: 'http://127.0.0.1:8080/#n',
      expiresAt: '2026-01-01T00:02:00.000Z',
    });
    await connection.down({ cancelRuns: true });
    expect(await asked.promise).toEqual({ cancelRuns: true });
  });

  it('keeps answers to questions asked at once apart', async () => {
    await start();
    const connection = await open();
    const [one, two, three] = await Promise.all([connection.link(), connection.hello(), connection.link()]);
    expect(one.url).toBe(three.url);
    expect(two.name).toBe('luka');
  });

  it('carries a coded error across, and keeps the details of a bug back', async () => {
    await start({
      link: () => {
        throw new LukaError('stopping');
      },
      hello: () => Promise.reject(new Error('secret detail')),
    });
    const connection = await open();
    await expect(connection.link()).rejects.toMatchObject({ code: 'stopping' });
    await expect(connection.hello()).rejects.toMatchObject({
      code: 'internal',
      message: expect.not.stringContaining('secret') as string,
    });
  });

  it('ends for the caller when Luka goes, also while an answer is due', async () => {
    const control = await start({ hello: () => new Promise<Hello>(() => undefined) });
    const connection = await open();
    const answer = connection.hello().catch((error: unknown) => error);
    await connection.link();
    await control.stop();
    expect(await answer).toMatchObject({ code: 'not_running' });
    await connection.closed;
    await expect(connection.link()).rejects.toMatchObject({ code: 'not_running' });
  });

  it('gives up on a Luka that does not answer', async () => {
    await start({ hello: () => new Promise<Hello>(() => undefined) });
    const connection = await connectControl(layout, { timeoutMs: 50 });
    await expect(connection.hello()).rejects.toMatchObject({
      code: 'not_running',
      message: expect.stringContaining('does not answer') as string,
    });
  });
});

describe('where nothing runs', () => {
  it('says so', async () => {
    await expect(connectControl(layout)).rejects.toMatchObject({ code: 'not_running' });
    await (await start()).stop();
    await expect(connectControl(layout)).rejects.toMatchObject({ code: 'not_running' });
  });

  it('says so beside the socket of a Luka that was killed, and the next start replaces it', async () => {
    const root = controlRootOf(layout);
    await mkdir(root, { mode: 0o700 });
    const program = `require('net').createServer().listen(${JSON.stringify(socketPath(root))}, () => process.stdout.write('up'))`;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await lstat(socketPath(root))).isSocket()).toBe(true);
    await expect(connectControl(layout)).rejects.toMatchObject({ code: 'not_running' });
    await start();
    expect((await (await open()).hello()).pid).toBe(process.pid);
  });
});

describe('the folder of the socket', () => {
  it('is inside the home and for the owner only', async () => {
    const umask = process.umask(0);
    const { root } = await start();
    process.umask(umask);
    expect(root).toBe(join(layout.root, 'control'));
    expect((await lstat(root)).mode & 0o777).toBe(0o700);
  });

  it('is outside a home whose path is too long for a socket, and is found through the endpoint file', async () => {
    layout = await openHome(join(folder, 'long'.repeat(30), 'home'));
    const { root } = await start();
    cleanups.push(() => void rm(root, { recursive: true, force: true }));
    expect(root.startsWith(layout.root)).toBe(false);
    expect((await lstat(root)).mode & 0o777).toBe(0o700);
    const { apiUrl, uiUrl, startedAt, version, host, pid } = hello();
    await publishEndpoint(layout, { apiUrl, uiUrl, startedAt, version, host, pid, controlRoot: root });
    expect((await (await open()).hello()).home).toBe(layout.root);
  });

  it('fits a socket for every home and every temporary folder', () => {
    const name = fc.stringMatching(/^[a-z0-9ไก]{1,60}$/u);
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 8 }),
        fc.array(name, { maxLength: 4 }),
        (home, temporary) => {
          const root = controlRootOf({ ...layout, root: `/${home.join('/')}` }, `/${temporary.join('/')}`);
          return Buffer.byteLength(socketPath(root)) <= 103;
        },
      ),
    );
  });

  it('is refused by both ends where others can enter it, or where it is a link', async () => {
    const root = controlRootOf(layout);
    await mkdir(root);
    await chmod(root, 0o755);
    await expect(start()).rejects.toMatchObject({ code: 'home_loose' });
    await expect(connectControl(layout)).rejects.toMatchObject({ code: 'home_loose' });
    await rm(root, { recursive: true });
    await mkdir(join(folder, 'elsewhere'), { mode: 0o700 });
    await symlink(join(folder, 'elsewhere'), root);
    await expect(start()).rejects.toMatchObject({ code: 'home_not_ours' });
    await expect(connectControl(layout)).rejects.toMatchObject({ code: 'home_not_ours' });
  });

  it('keeps a file that is in the way', async () => {
    const root = controlRootOf(layout);
    await mkdir(root, { mode: 0o700 });
    await writeFile(socketPath(root), 'mine');
    await expect(start()).rejects.toMatchObject({ code: 'home_unusable' });
    expect((await lstat(socketPath(root))).isFile()).toBe(true);
    await expect(connectControl(layout)).rejects.toMatchObject({ code: 'not_running' });
  });
});

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
    const { root } = await start({ down: () => downs++ });
    expect(await refused(root, bytes)).toBe('');
    expect((await (await open()).hello()).pid).toBe(process.pid);
    expect(downs).toBe(0);
  });

  it.each([
    { id: '1', verb: 'reboot' },
    { id: '1', verb: 'hello', extra: true },
    { id: '1', verb: 'down', cancelRuns: 'yes' },
    { id: '1' },
  ])('are answered with a coded error where a question has the wrong shape: %j', async (question) => {
    let downs = 0;
    const { root } = await start({ down: () => downs++ });
    const socket = await raw(root);
    socket.write(frame(CONTROL_REQUEST, question));
    const [heard] = (await once(socket, 'data')) as [Buffer];
    expect(JSON.parse(heard.toString().slice(0, -1))).toMatchObject({
      type: CONTROL_REPLY,
      data: { id: '1', ok: false, error: { code: 'request_invalid' } },
    });
    expect(downs).toBe(0);
  });

  it('are understood however their bytes are cut', async () => {
    const { root } = await start();
    const socket = await raw(root);
    for (const byte of Buffer.from(frame(CONTROL_REQUEST, { id: 'ก', verb: 'hello' }))) {
      socket.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    const [heard] = (await once(socket, 'data')) as [Buffer];
    expect(heard.toString()).toContain('"id":"ก","ok":true');
  });

  it('may send any bytes at all', async () => {
    const { root } = await start();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const socket = await raw(root);
        socket.end(Buffer.concat([bytes, Buffer.from('\f')]));
        await once(socket, 'close');
      }),
      { numRuns: 50 },
    );
    expect((await (await open()).hello()).pid).toBe(process.pid);
  });

  it('may leave before their answer', async () => {
    const asked = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const { root } = await start({
      hello: async () => {
        asked.resolve();
        await release.promise;
        return hello();
      },
    });
    const socket = await raw(root);
    socket.write(frame(CONTROL_REQUEST, { id: '1', verb: 'hello' }));
    await asked.promise;
    socket.destroy();
    release.resolve();
    expect((await (await open()).hello()).pid).toBe(process.pid);
  });

  it('may come in hundreds', async () => {
    const { root } = await start();
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
    await expect.poll(async () => (await open()).hello()).toMatchObject({ pid: process.pid });
  });
});

describe('a caller', () => {
  it('is not harmed by what answers in its own folder', async () => {
    const root = controlRootOf(layout);
    await mkdir(root, { mode: 0o700 });
    for (const answer of ['garbage\f', frame(CONTROL_REPLY, { id: 1 }), frame('error', {}), '{"type":', '']) {
      const impostor = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(answer));
      });
      impostor.listen(socketPath(root));
      await once(impostor, 'listening');
      const connection = await open();
      await expect(connection.hello()).rejects.toMatchObject({ code: 'not_running' });
      await new Promise((resolve) => impostor.close(resolve));
    }
  });
});
