/** Services of real processes, on real ports, asked over real HTTP. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRuntime } from '../create-runtime.ts';
import { isRunning } from '../runs/processes/testing.ts';
import { temporaryFolder } from '../testing.ts';
import { askOf, fileOf, freePort, startServices, webServer } from './testing.ts';

const QUICK = 'backoff: { first: 100ms, most: 400ms }';
const SLEEP = 'steps:\n  - argv: [sleep, "1000"]\n';

describe('a service', () => {
  it('is started with Luka, is healthy once it answers, and comes back when it was killed', async () => {
    const port = await freePort();
    await using luka = await startServices({
      web: `service: { ${QUICK}, health: { http: "http://127.0.0.1:${port}/", every: 200ms } }\n${webServer(port)}`,
    });
    const first = await luka.until('web', ({ state }) => state === 'healthy');
    expect(first).toMatchObject({ task: 'web', failures: 0, checked: true });
    const run = await luka.client.getRun({ params: { run: first.run! } });
    expect(run).toMatchObject({ state: 'running', cause: { kind: 'service', by: 'schedule' } });
    const pid = await luka.pidOf(first.run!);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe(String(pid));

    process.kill(pid, 'SIGKILL');
    const again = await luka.until('web', ({ state, run: now }) => state === 'healthy' && now !== first.run);
    expect(again).toMatchObject({ failures: 1, lastRun: first.run });
    expect(await luka.client.getRun({ params: { run: first.run! } })).toMatchObject({
      state: 'failed',
      signal: 'SIGKILL',
    });
    expect(luka.told('web')).toEqual(['starting', 'healthy', 'backing_off', 'starting', 'healthy']);
    const { tasks } = await luka.client.listTasks();
    expect(tasks[0]?.service).toEqual(again);
    expect((await luka.client.getOverview()).services).toEqual([again]);
  });

  it('is ended and started again when its check fails, and not before so many failures', async () => {
    const port = await freePort();
    const health = `{ http: "http://127.0.0.1:${port}/", every: 100ms, failures: 2 }`;
    await using luka = await startServices({
      web: `service: { ${QUICK}, health: ${health} }\n${webServer(port)}`,
    });
    const { run } = await luka.until('web', ({ state }) => state === 'healthy');
    await fetch(`http://127.0.0.1:${port}/sick`);
    await luka.until('web', (now) => now.state === 'healthy' && now.run !== run);
    expect(await luka.client.getRun({ params: { run: run! } })).toMatchObject({
      state: 'failed',
      errorCode: 'service_unhealthy',
      message: 'its health check failed: status 500',
    });
    expect(luka.told('web')).toContain('unhealthy');
  });

  it.each([
    ['a port', (port: number) => `{ tcp: ${port}, every: 100ms }`],
    ['a command', (port: number) => `{ run: "exec 3<>/dev/tcp/127.0.0.1/${port}", every: 100ms }`],
    ['a program', () => '{ argv: ["true"], every: 100ms }'],
  ])('may be asked by %s', async (_, health) => {
    const port = await freePort();
    await using luka = await startServices({
      web: `service: { health: ${health(port)} }\n${webServer(port)}`,
    });
    await luka.until('web', ({ state }) => state === 'healthy');
  });

  it('has its start grace, and is unhealthy where it never comes up', async () => {
    const port = await freePort();
    await using luka = await startServices({
      mute: `service: { restart: never, health: { tcp: ${port}, after: 300ms, every: 100ms, failures: 2 } }\n${SLEEP}`,
    });
    const failed = await luka.until('mute', ({ state }) => state === 'failed');
    expect(failed.message).toMatch(/^its health check failed: port \d+ takes no connection: ECONNREFUSED$/);
    const { durationMs } = await luka.client.getRun({ params: { run: failed.lastRun! } });
    expect(durationMs).toBeGreaterThan(300);
    expect(luka.told('mute')).not.toContain('healthy');
  });

  it('that ends at once is waited for longer and longer', async () => {
    await using luka = await startServices({ loop: `service: { ${QUICK} }\nsteps:\n  - run: exit 3\n` });
    const late = await luka.until('loop', ({ failures, state }) => failures >= 4 && state === 'backing_off');
    expect(late.message).toMatch(/exit code 3; started again after 400 ms$/);
    const { runs } = await luka.client.listRuns({ query: { task: 'loop' } });
    const oldestFirst = runs.toReversed();
    const waits = oldestFirst
      .slice(1)
      .map((run, index) => Date.parse(run.queuedAt) - Date.parse(oldestFirst[index]!.endedAt!));
    expect(waits[0]).toBeGreaterThanOrEqual(100);
    expect(waits[1]).toBeGreaterThanOrEqual(200);
    expect(waits[2]).toBeGreaterThanOrEqual(400);
    // It fills neither the failures nor the quarantine.
    expect((await luka.client.getOverview()).failures).toEqual([]);
    expect((await luka.client.getTask({ params: { task: 'loop' } })).health).toBeUndefined();
  });

  it.each([
    ['on-failure', 'exit 0', 'stopped'],
    ['on-failure', 'exit 1', 'backing_off'],
    ['never', 'exit 1', 'failed'],
    ['always', 'exit 0', 'backing_off'],
  ])('with restart %s after %s is %s', async (restart, line, wanted) => {
    await using luka = await startServices({
      once: `service: { restart: ${restart}, backoff: { first: 1h, most: 1h } }\nsteps:\n  - run: ${line}\n`,
    });
    const found = await luka.until('once', ({ lastRun }) => lastRun !== undefined);
    expect(found.state).toBe(wanted);
    expect(found.nextStart === undefined).toBe(wanted !== 'backing_off');
    // By hand it is started whatever the rules say.
    await luka.client.startService({ params: { task: 'once' }, body: {} });
    await luka.until('once', ({ lastRun }) => lastRun !== undefined && lastRun > found.lastRun!);
  });
});

describe('a word of a person', () => {
  it('stops, starts and restarts it, and stands in the audit', async () => {
    await using luka = await startServices({ db: `service: {}\n${SLEEP}` });
    const params = { task: 'db' };
    const first = await luka.until('db', ({ state }) => state === 'healthy');
    const pid = await luka.pidOf(first.run!);
    await luka.client.stopService({ params, body: {} });
    const stopped = await luka.until('db', ({ state }) => state === 'stopped');
    expect(stopped).toMatchObject({ message: 'stopped by person' });
    expect(isRunning(pid)).toBe(false);
    await luka.client.startService({ params, body: {} });
    const second = await luka.until('db', ({ state }) => state === 'healthy');
    expect((await luka.client.getRun({ params: { run: second.run! } })).cause).toMatchObject({
      by: 'person',
    });
    await luka.client.restartService({ params, body: {} });
    const third = await luka.until('db', (now) => now.state === 'healthy' && now.run !== second.run);
    expect(third.failures).toBe(0);
    const { rows } = await luka.client.listAudit({ query: {} });
    const actions = rows.map(({ action }) => action).filter((action) => action.startsWith('service.'));
    expect(actions).toEqual(['service.restarted', 'service.started', 'service.stopped']);
  });

  it('that ends its run is not gone behind', async () => {
    await using luka = await startServices({ db: `service: { ${QUICK} }\n${SLEEP}` });
    const { run } = await luka.until('db', ({ state }) => state === 'healthy');
    await luka.client.cancelRun({ params: { run: run! }, body: {} });
    const stopped = await luka.until('db', ({ state }) => state === 'stopped');
    expect(stopped.message).toBe('stopped by cancelling its run');
  });

  it('cannot have a second one of it', async () => {
    await using luka = await startServices({
      db: `service: {}\n${SLEEP}`,
      plain: 'steps:\n  - run: exit 0\n',
    });
    const { run } = await luka.until('db', ({ state }) => state === 'healthy');
    const refused = { code: 'task_is_service' };
    await expect(luka.client.runTask({ params: { task: 'db' }, body: {} })).rejects.toMatchObject(refused);
    await expect(luka.client.rerun({ params: { run: run! }, body: {} })).rejects.toMatchObject(refused);
    await luka.client.startService({ params: { task: 'db' }, body: {} });
    expect((await luka.client.listRuns({ query: { task: 'db' } })).runs).toHaveLength(1);
    for (const [task, code] of [
      ['plain', 'service_unknown'],
      ['nothing', 'task_unknown'],
    ] as const)
      await expect(luka.client.startService({ params: { task }, body: {} })).rejects.toMatchObject({ code });
  });
});

describe('its task', () => {
  it('edited: it is restarted as it is now said to be; by a typing error, or a new title, it is not', async () => {
    await using luka = await startServices({ db: `service: {}\n${SLEEP}` });
    const first = await luka.until('db', ({ state }) => state === 'healthy');
    const file = fileOf(luka.layout, 'db');
    await writeFile(file, `service: { bad }}\n${SLEEP}`);
    await expect
      .poll(async () => (await luka.client.getTask({ params: { task: 'db' } })).state)
      .toBe('invalid');
    await writeFile(file, `title: The database\nservice: { restart: on-failure }\n${SLEEP}`);
    const renamed = await luka.until('db', ({ title }) => title === 'The database');
    expect(renamed).toMatchObject({ state: 'healthy', run: first.run });
    await writeFile(file, `service: {}\n${SLEEP.replace('1000', '2000')}`);
    const again = await luka.until('db', (now) => now.state === 'healthy' && now.run !== first.run);
    const run = await luka.client.getRun({ params: { run: again.run! } });
    expect(run.attempts[0]?.steps[0]?.command).toEqual(['sleep', '2000']);
  });

  it('switched off, no service any more, or gone: it is ended', async () => {
    await using luka = await startServices({
      off: `service: {}\n${SLEEP}`,
      plain: `service: {}\n${SLEEP}`,
      gone: `service: {}\n${SLEEP}`,
    });
    const runs: number[] = [];
    for (const task of ['off', 'plain', 'gone'])
      runs.push((await luka.until(task, ({ state }) => state === 'healthy')).run!);
    await luka.client.updateTask({ params: { task: 'off' }, body: { enabled: false } });
    await writeFile(fileOf(luka.layout, 'plain'), SLEEP);
    await rm(fileOf(luka.layout, 'gone'));
    await luka.until('off', ({ state }) => state === 'disabled');
    await expect
      .poll(() => Promise.all(runs.map(async (run) => (await luka.client.getRun({ params: { run } })).state)))
      .toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect((await luka.client.listServices()).services.map(({ task }) => task)).toEqual(['off']);
    await luka.client.updateTask({ params: { task: 'off' }, body: { enabled: true } });
    await luka.until('off', ({ state }) => state === 'healthy');
  });
});

describe('beside other runs', () => {
  it('takes none of their room, and needs none', async () => {
    await using luka = await startServices({
      a: `service: {}\n${SLEEP}`,
      b: `service: {}\n${SLEEP}`,
      long: SLEEP,
      short: 'steps:\n  - run: exit 0\n',
    });
    await luka.client.updateSettings({ body: { maxRunning: 1 } });
    for (const task of ['a', 'b']) await luka.until(task, ({ state }) => state === 'healthy');
    const short = await luka.client.runTask({ params: { task: 'short' }, body: {} });
    await expect
      .poll(async () => (await luka.client.getRun({ params: { run: short.id } })).state)
      .toBe('succeeded');
    // The room for others is full: a service is started all the same.
    const long = await luka.client.runTask({ params: { task: 'long' }, body: {} });
    await expect
      .poll(async () => (await luka.client.getRun({ params: { run: long.id } })).state)
      .toBe('running');
    const before = await luka.status('a');
    await luka.client.restartService({ params: { task: 'a' }, body: {} });
    await luka.until('a', (now) => now.state === 'healthy' && now.run !== before.run);
  });

  it('is not started while Luka is frozen or it is paused, and is afterwards', async () => {
    await using luka = await startServices({ db: `enabled: false\nservice: { ${QUICK} }\n${SLEEP}` });
    const params = { task: 'db' };
    await luka.client.freeze({ body: {} });
    await luka.client.updateTask({ params, body: { enabled: true } });
    const frozen = await luka.until('db', ({ state }) => state !== 'disabled');
    expect(frozen).toMatchObject({ state: 'waiting', message: 'Luka is frozen: nothing new starts' });
    await luka.client.pause({ body: { scope: { task: 'db' } } });
    await luka.client.thaw({ body: {} });
    const paused = await luka.until('db', ({ message }) => message?.startsWith('paused') === true);
    expect(paused).toMatchObject({ state: 'waiting' });
    await luka.client.resume({ body: { scope: { task: 'db' } } });
    const { run } = await luka.until('db', ({ state }) => state === 'healthy');
    // What runs goes on through a pause; when it ends it stays down; a person's word is stronger.
    await luka.client.pause({
      body: { scope: { all: true }, until: new Date(Date.now() + 3_600_000).toISOString() },
    });
    process.kill(await luka.pidOf(run!), 'SIGKILL');
    const held = await luka.until('db', ({ state }) => state === 'waiting');
    expect(held.message).toMatch(/^paused until /);
    await luka.client.startService({ params, body: {} });
    await luka.until('db', ({ state }) => state === 'healthy');
  });

  it('waits for an approval like any other run, and is not asked for again when it is denied', async () => {
    await using luka = await startServices({
      risky: 'service: {}\nrisk: critical\nsteps:\n  - argv: [sleep, "1000"]\n',
    });
    const waiting = await luka.until('risky', ({ state }) => state !== 'starting');
    expect(waiting).toMatchObject({
      state: 'waiting',
      message: expect.stringMatching(/^waits for approval 1/),
    });
    const { approvals } = await luka.client.listApprovals({ query: {} });
    const [asked] = approvals;
    await luka.client.deny({ params: { approval: asked!.id }, body: {} });
    const denied = await luka.until('risky', ({ state }) => state === 'failed');
    expect(denied.run).toBeUndefined();
    await luka.client.startService({ params: { task: 'risky' }, body: {} });
    await luka.until('risky', ({ state }) => state === 'waiting');
  });
});

describe('a restart of Luka', () => {
  it('ends it and starts it again, one of it; what was stopped stays stopped', async () => {
    await using folder = await temporaryFolder();
    const pids = join(folder.path, 'pids');
    const task = `service: { ${QUICK} }\nsteps:\n  - run: 'echo $$ >> ${pids}; exec sleep 1000'\n`;
    await using luka = await startServices({ db: task, quiet: task.replaceAll('pids', 'others') });
    await luka.until('db', ({ state }) => state === 'healthy');
    await luka.until('quiet', ({ state }) => state === 'healthy');
    await luka.client.stopService({ params: { task: 'quiet' }, body: {} });
    await luka.until('quiet', ({ state }) => state === 'stopped');
    const { run } = await luka.status('db');
    await luka.runtime.stop();

    const runtime = createRuntime({ home: luka.home, apiPort: 0, uiPort: 0 });
    const { apiUrl } = await runtime.start();
    const { createClient } = await import('#shared/http/client.ts');
    const client = createClient({
      baseUrl: apiUrl,
      fetch: (url, init) => fetch(url, init),
      token: () => luka.token,
      validate: true,
    });
    const asked = askOf({ client, engine: runtime.engine! });
    const now = await asked.until('db', ({ state }) => state === 'healthy');
    expect(now.run).not.toBe(run);
    expect((await client.getRun({ params: { run: run! } })).state).toBe('interrupted');
    expect(await asked.status('quiet')).toMatchObject({ state: 'stopped', message: 'stopped by person' });
    await expect.poll(async () => (await readFile(pids, 'utf8')).trim().split('\n').length).toBe(2);
    const alive = (await readFile(pids, 'utf8'))
      .trim()
      .split('\n')
      .filter((pid) => isRunning(Number(pid)));
    expect(alive).toHaveLength(1);
    await runtime.stop();
  });
});
