/** How Luka begins and ends, seen from the command line. */
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect, heard, LukaBench } from './spawn-luka.ts';

const PATIENT = { timeout: 20_000 };

let bench: LukaBench;
beforeEach(async () => {
  bench = await LukaBench.create();
});
afterEach(() => bench.end());

const ended = async (child: { once(event: 'exit', call: (code: number | null) => void): unknown }) =>
  new Promise<number | null>((resolve) => child.once('exit', resolve));

describe('an end', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('by %s is clean', async (signal) => {
    const luka = await bench.up();
    const exit = ended(luka.process);
    luka.process.kill(signal);
    expect(await exit).toBe(0);
    expect((await readdir(bench.home)).filter((name) => name === 'endpoint.json')).toEqual([]);
    expect((await bench.run('status')).code).toBe(69);
  });

  it('by a second signal is at once', async () => {
    const luka = await bench.up();
    await bench.run(
      'task',
      'new',
      'stubborn',
      '--run',
      "trap '' TERM; echo up; for i in 1 2 3 4 5 6 7 8; do sleep 1; done",
    );
    const watcher = bench.spawn('run', 'stubborn', '--follow');
    await heard(watcher.stdout, 'up');
    const exit = ended(luka.process);
    luka.process.kill('SIGINT');
    // The echo of the first, as npm sends it, is none.
    luka.process.kill('SIGINT');
    await sleep(700);
    luka.process.kill('SIGINT');
    expect(await exit).toBe(130);
  });

  it('by `luka down` waits until the process has gone', async () => {
    const luka = await bench.up();
    const exit = ended(luka.process);
    const { code, out } = await bench.run('down');
    expect([code, out]).toEqual([0, `Luka has stopped (pid ${luka.pid})\n`]);
    expect(await exit).toBe(0);
    expect(await bench.json('down')).toEqual({ stopped: false, running: false });
  });

  it('by `luka down --cancel-runs` cancels what runs', async () => {
    await bench.up();
    await bench.run('task', 'new', 'long', '--run', 'exec sleep 300');
    await bench.run('run', 'long');
    await expect
      .poll(async () => (await bench.run('ps', '--state', 'running')).out, PATIENT)
      .toContain('long');
    expect((await bench.run('down', '--cancel-runs', '--json')).code).toBe(0);
    await bench.up();
    expect((await bench.run('ps', '--state', 'cancelled')).out).toContain('long');
  });

  it('does not depend on anyone reading what it says', async () => {
    const luka = await bench.up();
    luka.process.stdout.destroy();
    luka.process.stderr.destroy();
    expect((await bench.run('status')).code).toBe(0);
    const exit = ended(luka.process);
    luka.process.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  it('by kill -9 leaves nothing in the way of the next start', async () => {
    const first = await bench.up();
    const exit = ended(first.process);
    first.process.kill('SIGKILL');
    await exit;
    const { code, err } = await bench.run('status');
    expect([code, err]).toEqual([69, expect.stringMatching(/^not_running: /)]);
    const second = await bench.up();
    expect(second.pid).not.toBe(first.pid);
    expect((await bench.run('status')).out).toContain(`pid ${second.pid}`);
  });
});

describe('a start', () => {
  it('tells a person both addresses and the link', async () => {
    const child = bench.spawn('up');
    const outcome = collect(child);
    await Promise.race([once(child.stdout, 'data'), outcome]);
    await expect.poll(async () => (await bench.run('status')).code, PATIENT).toBe(0);
    child.kill('SIGTERM');
    const { code, out, err } = await outcome;
    expect(code).toBe(0);
    expect(out).toMatch(
      /API +http:\/\/127\.0\.0\.1:\d+\n +UI +http:\/\/127\.0\.0\.1:\d+\n +open +http:\S+#k=/,
    );
    expect(err).toMatch(/^running headless: .+\n/);
  });

  it('says who holds a taken port, and goes beside it where allowed', async () => {
    const other = createServer((_request, response) => response.end('not Luka'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    bench.env = { LUKA_API_PORT: String(port) };
    const { code, err } = await bench.run('up', '--headless');
    expect(code).toBe(69);
    expect(err).toMatch(new RegExp(`^port_in_use: .*${port}`));
    const luka = await bench.up('--port', 'auto');
    expect(luka.apiUrl).not.toContain(`:${port}`);
    expect((await bench.run('status')).code).toBe(0);
    other.close();
  });

  it('refuses ports that are none', async () => {
    bench.env = { LUKA_UI_PORT: 'eighty' };
    const { code, err } = await bench.run('up', '--headless');
    expect([code, err]).toEqual([78, expect.stringMatching(/^settings_invalid: LUKA_UI_PORT/)]);
  });

  it('takes what was dropped while Luka was not running', async () => {
    const order = bench.file('later.json');
    await writeFile(order, JSON.stringify({ id: 'later', skill: 'bash', cmd: 'echo later' }));
    const dropped = await bench.run('drop', order);
    expect(dropped.code).toBe(0);
    expect(dropped.out).toBe(`placed as ${join(bench.home, 'queue', 'inbox', 'later.json')}\n`);
    expect((await bench.run('drop', order, '--follow')).code).toBe(69);
    await bench.up();
    await expect
      .poll(async () => readdir(join(bench.home, 'queue', 'done')), PATIENT)
      .toContainEqual(expect.stringMatching(/-later\.json$/));
  });
});

describe('the token', () => {
  it('is not sent to whoever took the port of a Luka that was killed', async () => {
    const luka = await bench.up();
    const port = Number(new URL(luka.apiUrl).port);
    const exit = ended(luka.process);
    luka.process.kill('SIGKILL');
    await exit;
    expect(await readFile(join(bench.home, 'endpoint.json'), 'utf8')).toContain(luka.apiUrl);
    const requests: (string | undefined)[] = [];
    const impostor = createServer((request, response) => {
      requests.push(request.headers.authorization);
      response.end('{"ok":true}');
    });
    impostor.listen(port, '127.0.0.1');
    await once(impostor, 'listening');
    for (const words of [['status'], ['ps'], ['open', '--print'], ['run', 'x'], ['down']])
      await bench.run(...words);
    impostor.close();
    expect(requests).toEqual([]);
  });
});
