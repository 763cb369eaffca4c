/** Luka is killed while a service that outlives it writes without end: the next one goes on with the log where it was. */
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { homeLayout } from '#runtime/home/layout.ts';
import { openHome } from '#runtime/home/open-home.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import { LukaBench } from './spawn-luka.ts';

const BOUND = 1_000_000;
const KILLS = 2;
/** About a megabyte a second, each line with its number. */
const WRITER = `import('node:fs').then(({ writeSync }) => {
  const line = (n) => 'line ' + String(n).padStart(8, '0') + '\\n';
  for (let n = 0; ; n += 1000) {
    writeSync(1, Array.from({ length: 1000 }, (_, i) => line(n + i)).join(''));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 15);
  }
});`;

let bench: LukaBench;
beforeEach(async () => {
  bench = await LukaBench.create();
  const { database, tasks } = await openHome(bench.home);
  // Only a home without a ledger gets samples.
  await writeFile(database, '', { mode: 0o600 });
  await writeFile(
    join(tasks, 'chatty.yaml'),
    `service: { log: 1MB }\norphans: adopt\nsteps:\n  - node: { code: ${JSON.stringify(WRITER)} }\n`,
  );
});
afterEach(() => bench.end());

async function healthy(): Promise<ServiceStatus> {
  for (;;) {
    const { out } = await bench.run('services', '--json');
    const [service] = (JSON.parse(out) as { services: ServiceStatus[] }).services;
    if (service?.state === 'healthy') return service;
    await sleep(50);
  }
}

it(
  'kill -9 in the middle of turning over: nothing twice, nothing mixed up',
  { timeout: 240_000 },
  async () => {
    let luka = await bench.up();
    const { run } = await healthy();
    const folder = join(homeLayout(bench.home).logs, '0', String(run));
    const isOlder = (name: string) => /^1\.out\.\d+$/.test(name);
    for (let kill = 0; kill < KILLS; kill += 1) {
      while (!readdirSync(folder).some(isOlder)) await sleep(5);
      await sleep(Math.random() * 300);
      const exit = once(luka.process, 'exit');
      luka.process.kill('SIGKILL');
      await exit;
      await sleep(100);
      luka = await bench.up();
      expect((await healthy()).run).toBe(run);
      const { out, err } = await bench.run('logs', String(run));
      expect(err).toMatch(/^the log before this \(.+\) is left out: a service keeps about 1\.0 MB\n/);
      const numbers = out
        .split('\n')
        .flatMap((line) => /^line (\d{8})$/.exec(line)?.[1] ?? [])
        .map(Number);
      expect(numbers.length).toBeGreaterThan(BOUND / 2 / 14 / 2);
      expect(numbers.filter((number, index) => index > 0 && number <= numbers[index - 1]!)).toEqual([]);
    }
    expect((await bench.run('service', 'stop', 'chatty')).code).toBe(0);
    // What was under way ends with it.
    await expect.poll(() => readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const left = readdirSync(folder);
    expect(left.filter(isOlder).length).toBeLessThanOrEqual(1);
    const bytes = left.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(bytes).toBeLessThan(20 * BOUND);
    const exit = once(luka.process, 'exit');
    luka.process.kill('SIGTERM');
    await exit;
  },
);
