/** Services and adopted agents by the real command, with real processes: one of each, whatever ends Luka. */
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import { homeLayout } from '#runtime/home/layout.ts';
import { openHome } from '#runtime/home/open-home.ts';
import { installLaunchd } from '#runtime/launchd/standin/install.ts';
import { plistOf, xmlArray, xmlString } from '#runtime/launchd/standin/testing.ts';
import { isRunning } from '#runtime/runs/processes/testing.ts';
import { LukaBench } from './spawn-luka.ts';

let bench: LukaBench;
beforeEach(async () => {
  bench = await LukaBench.create();
  const { database } = await openHome(bench.home);
  // Only a home without a ledger gets samples.
  await writeFile(database, '', { mode: 0o600 });
});
afterEach(() => bench.end());

const list = async (): Promise<ServiceStatus[]> => {
  // Ends with 1 while one is down: the answer is there all the same.
  const { out } = await bench.run('services', '--json');
  return (JSON.parse(out) as { services: ServiceStatus[] }).services;
};
async function until(wanted: (services: readonly ServiceStatus[]) => boolean): Promise<ServiceStatus[]> {
  for (;;) {
    const services = await list();
    if (wanted(services)) return services;
    await sleep(50);
  }
}
const pidsIn = async (file: string): Promise<number[]> =>
  (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(Boolean).map(Number);

it('Luka is killed: the next one ends what was left, and has one of it', { timeout: 120_000 }, async () => {
  const pids = bench.file('pids');
  const { tasks } = homeLayout(bench.home);
  const step = `steps:\n  - run: 'echo $$ >> ${pids}; exec sleep 1000'\n`;
  await writeFile(join(tasks, 'db.yaml'), `service: { backoff: { first: 100ms } }\n${step}`);
  for (let round = 1; round <= 2; round += 1) {
    const luka = await bench.up();
    await until(([db]) => db?.state === 'healthy');
    while ((await pidsIn(pids)).length < round) await sleep(20);
    expect((await pidsIn(pids)).filter((pid) => isRunning(pid))).toHaveLength(1);
    const exit = once(luka.process, 'exit');
    luka.process.kill('SIGKILL');
    await exit;
    // It goes on without Luka until the next one comes.
    expect((await pidsIn(pids)).filter((pid) => isRunning(pid))).toHaveLength(1);
  }
  await bench.up();
  await until(([db]) => db?.state === 'healthy');
  expect((await bench.run('service', 'stop', 'db')).code).toBe(0);
  await until(([db]) => db?.state === 'stopped');
  expect((await pidsIn(pids)).filter((pid) => isRunning(pid))).toEqual([]);
  expect((await bench.run('down')).code).toBe(0);
});

it('an agent becomes a service and is given back, and never runs twice', { timeout: 120_000 }, async () => {
  const folder = bench.file('ld');
  await mkdir(folder);
  await using launchd = await installLaunchd(folder, { secondMs: 50 });
  const agents = bench.file('Library/LaunchAgents');
  await mkdir(agents, { recursive: true });
  const pids = bench.file('pids');
  const program = bench.file('job.sh');
  await writeFile(program, `#!/bin/sh\necho $$ >> '${pids}'\nexec sleep 1000\n`, { mode: 0o755 });
  const plist = join(agents, 'me.job.plist');
  await writeFile(
    plist,
    plistOf({ Label: xmlString('me.job'), ProgramArguments: xmlArray(program), KeepAlive: '<true/>' }),
  );
  bench.env = launchd.env;
  const { code } = await collectLaunchctl(launchd.path, ['bootstrap', `gui/${launchd.uid}`, plist]);
  expect(code).toBe(0);
  const running = async () => (await pidsIn(pids)).filter((pid) => isRunning(pid));
  while ((await running()).length < 1) await sleep(20);
  const [byLaunchd] = await running();

  await bench.up();
  const shown = await bench.run('agents', 'import', 'me.job');
  expect(shown).toMatchObject({ code: 0 });
  expect(shown.out).toContain('me.job becomes the service me.job');
  expect(await running()).toEqual([byLaunchd]);

  const taken = await bench.run('agents', 'import', plist, '--apply', '--yes');
  expect(taken.err).toBe('');
  expect(taken.out).toContain('me.job is the task me.job now, and off in launchd');
  const waits = await until(([job]) => job !== undefined && job.state !== 'starting');
  // A script of one's own outside of the home is asked about: here only that launchd does not have it any more matters.
  expect(['healthy', 'waiting']).toContain(waits[0]?.state);
  expect(isRunning(byLaunchd!)).toBe(false);
  expect((await running()).length).toBeLessThanOrEqual(1);
  expect(await launchd.services()).toEqual([]);

  const back = await bench.run('agents', 'give-back', 'me.job');
  expect(back).toMatchObject({ code: 0, out: 'launchd has me.job again\n' });
  while ((await running()).length < 1) await sleep(20);
  expect(await running()).toHaveLength(1);
  expect((await launchd.services()).map(({ job }) => job.label)).toEqual(['me.job']);
  expect(await until((services) => services.length === 0)).toEqual([]);
  expect((await bench.run('down')).code).toBe(0);
});

async function collectLaunchctl(path: string, args: readonly string[]): Promise<{ code: number }> {
  const { spawn } = await import('node:child_process');
  const child = spawn(path, [...args], { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number];
  return { code };
}
