import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hello } from '#shared/control/messages.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { publishEndpoint } from '../home/endpoint-file.ts';
import { openHome } from '../home/open-home.ts';
import { ControlBench } from './control-bench.ts';
import { connectControl } from './control-client.ts';
import { controlRootOf, socketPath } from './control-root.ts';

let bench: ControlBench;
beforeEach(async () => {
  bench = await ControlBench.create();
});
afterEach(() => bench.end());

describe('a control connection', () => {
  it('says who runs, makes a link and asks for the end', async () => {
    const asked = Promise.withResolvers<unknown>();
    await bench.start({ down: asked.resolve });
    const connection = await bench.open();
    expect(await connection.hello()).toEqual(bench.hello());
    expect(await connection.link()).toEqual({
      url: 'http://127.0.0.1:8080/#n',
      expiresAt: '2026-01-01T00:02:00.000Z',
    });
    await connection.down({ cancelRuns: true });
    expect(await asked.promise).toEqual({ cancelRuns: true });
  });

  it('keeps answers to questions asked at once apart', async () => {
    await bench.start();
    const connection = await bench.open();
    const [one, two, three] = await Promise.all([connection.link(), connection.hello(), connection.link()]);
    expect(one.url).toBe(three.url);
    expect(two.name).toBe('luka');
  });

  it('carries a coded error across, and keeps the details of a bug back', async () => {
    await bench.start({
      link: () => {
        throw new LukaError('stopping');
      },
      hello: () => Promise.reject(new Error('secret detail')),
    });
    const connection = await bench.open();
    await expect(connection.link()).rejects.toMatchObject({ code: 'stopping' });
    await expect(connection.hello()).rejects.toMatchObject({
      code: 'internal',
      message: expect.not.stringContaining('secret') as string,
    });
  });

  it('ends for the caller when Luka goes, also while an answer is due', async () => {
    const control = await bench.start({ hello: () => new Promise<Hello>(() => undefined) });
    const connection = await bench.open();
    const answer = connection.hello().catch((error: unknown) => error);
    await connection.link();
    await control.stop();
    expect(await answer).toMatchObject({ code: 'not_running' });
    await connection.closed;
    await expect(connection.link()).rejects.toMatchObject({ code: 'not_running' });
  });

  it('gives up on a Luka that does not answer', async () => {
    await bench.start({ hello: () => new Promise<Hello>(() => undefined) });
    const connection = await connectControl(bench.layout, { timeoutMs: 50 });
    const began = performance.now();
    await expect(connection.hello()).rejects.toMatchObject({
      code: 'not_running',
      message: expect.stringContaining('does not answer') as string,
    });
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('where nothing runs', () => {
  it('says so', async () => {
    await expect(connectControl(bench.layout)).rejects.toMatchObject({ code: 'not_running' });
    await (await bench.start()).stop();
    await expect(connectControl(bench.layout)).rejects.toMatchObject({ code: 'not_running' });
  });

  it('says so beside the socket of a Luka that was killed, and the next start replaces it', async () => {
    const root = controlRootOf(bench.layout);
    await mkdir(root, { mode: 0o700 });
    const program = `require('net').createServer().listen(${JSON.stringify(socketPath(root))}, () => process.stdout.write('up'))`;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await lstat(socketPath(root))).isSocket()).toBe(true);
    await expect(connectControl(bench.layout)).rejects.toMatchObject({ code: 'not_running' });
    await bench.start();
    expect((await (await bench.open()).hello()).pid).toBe(process.pid);
  });
});

describe('the folder of the socket', () => {
  it('is inside the home and for the owner only', async () => {
    const umask = process.umask(0);
    const { root } = await bench.start();
    process.umask(umask);
    expect(root).toBe(join(bench.layout.root, 'control'));
    expect((await lstat(root)).mode & 0o777).toBe(0o700);
  });

  it('is outside a home whose path is too long for a socket, and is found through the endpoint file', async () => {
    bench.layout = await openHome(join(bench.folder, 'long'.repeat(30), 'home'));
    const { root } = await bench.start();
    bench.cleanups.push(() => void rm(root, { recursive: true, force: true }));
    expect(root.startsWith(bench.layout.root)).toBe(false);
    expect((await lstat(root)).mode & 0o777).toBe(0o700);
    const { apiUrl, uiUrl, startedAt, version, host, pid } = bench.hello();
    await publishEndpoint(bench.layout, { apiUrl, uiUrl, startedAt, version, host, pid, controlRoot: root });
    expect((await (await bench.open()).hello()).home).toBe(bench.layout.root);
  });

  it('fits a socket for every home and every temporary folder', () => {
    const name = fc.stringMatching(/^[a-z0-9ไก]{1,60}$/u);
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 8 }),
        fc.array(name, { maxLength: 4 }),
        (home, temporary) => {
          const root = controlRootOf(
            { ...bench.layout, root: `/${home.join('/')}` },
            `/${temporary.join('/')}`,
          );
          return Buffer.byteLength(socketPath(root)) <= 103;
        },
      ),
    );
  });

  it('is refused by both ends where others can enter it, or where it is a link', async () => {
    const root = controlRootOf(bench.layout);
    await mkdir(root);
    await chmod(root, 0o755);
    await expect(bench.start()).rejects.toMatchObject({ code: 'home_loose' });
    await expect(connectControl(bench.layout)).rejects.toMatchObject({ code: 'home_loose' });
    await rm(root, { recursive: true });
    await mkdir(join(bench.folder, 'elsewhere'), { mode: 0o700 });
    await symlink(join(bench.folder, 'elsewhere'), root);
    await expect(bench.start()).rejects.toMatchObject({ code: 'home_not_ours' });
    await expect(connectControl(bench.layout)).rejects.toMatchObject({ code: 'home_not_ours' });
  });

  it('keeps a file that is in the way', async () => {
    const root = controlRootOf(bench.layout);
    await mkdir(root, { mode: 0o700 });
    await writeFile(socketPath(root), 'mine');
    await expect(bench.start()).rejects.toMatchObject({ code: 'home_unusable' });
    expect((await lstat(socketPath(root))).isFile()).toBe(true);
    await expect(connectControl(bench.layout)).rejects.toMatchObject({ code: 'not_running' });
  });
});
