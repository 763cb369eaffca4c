/** The commands as a person types them, with a built Luka and a stand-in of systemd. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DeployReport } from '#shared/nouns/deployment.ts';
import type { ModuleSwitch } from '#shared/nouns/release.ts';
import { builtPackage } from '#runtime/deploy/luka/testing.ts';
import { installSystemd, type InstalledSystemd } from '#runtime/systemd/stand-ins/install.ts';
import { collect } from '../spawn-luka.ts';

let folder: string;
let systemd: InstalledSystemd;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dc-'));
  systemd = await installSystemd(folder, join(folder, '.config/systemd/user'));
});
afterEach(async () => {
  await systemd[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function luka(words: string[], env: NodeJS.ProcessEnv = systemd.env) {
  const { XDG_CONFIG_HOME: _, ...own } = process.env;
  const program = join(await builtPackage(), 'dist/node/luka.js');
  const child = spawn(process.execPath, [program, ...words], {
    env: {
      ...own,
      HOME: folder,
      LUKA_HOME: join(folder, 'home'),
      LUKA_API_PORT: '0',
      LUKA_UI_PORT: '0',
      ...env,
    },
  });
  child.stdin.end();
  return collect(child);
}
const json = async <T>(...words: string[]) => {
  const { out, err, code } = await luka([...words, '--json']);
  expect(err).toBe('');
  return { code, value: JSON.parse(out) as T };
};

it('deploys Luka, then a module into it, and goes back with both', { timeout: 240_000 }, async () => {
  const first = await json<DeployReport>('deploy');
  expect([first.code, first.value.outcome, first.value.message]).toEqual([0, 'done', undefined]);
  expect(await systemd.enabled()).toEqual(['luka.service']);
  expect(await readFile(join(folder, '.config/systemd/user/luka.service'), 'utf8')).toContain(
    'Restart=on-failure',
  );

  const module = join(folder, 'hello.mjs');
  await writeFile(module, "export function run_auto(ctx) { ctx.log('one'); }\n");
  expect((await json<ModuleSwitch>('deploy', module)).value.release.number).toBe(1);
  await writeFile(module, "export function run_auto(ctx) { ctx.log('two'); }\n");
  expect((await json<ModuleSwitch>('deploy', module)).value.release.number).toBe(2);
  const back = await luka(['rollback', 'hello']);
  expect([back.code, back.out]).toEqual([0, expect.stringMatching(/^hello runs as release 1 /)]);
  expect((await luka(['releases', 'hello'])).out).toMatch(/^\* +hello +1 /m);
  await writeFile(module, '\nmodule.exports = 1;\n');
  const refused = await luka(['deploy', module]);
  expect([refused.code, refused.err]).toEqual([65, expect.stringContaining('hello.mjs:2:1')]);

  expect((await json<DeployReport>('deploy')).value).toMatchObject({ outcome: 'done', release: '0.1.0-2' });
  expect((await json<DeployReport>('verify')).code).toBe(0);
  const rolled = await luka(['rollback']);
  expect([rolled.code, rolled.out]).toEqual([0, expect.stringContaining('rollback 0.1.0-1: done')]);

  await systemd.fail('start');
  const failed = await json<DeployReport>('deploy');
  expect([failed.code, failed.value.outcome]).toEqual([1, 'rolled_back']);
  expect((await luka(['down'])).code).toBe(0);
  const verified = await luka(['verify']);
  expect([verified.code, verified.out]).toEqual([1, expect.stringMatching(/service +FAILED/)]);
});

it('says where there is nothing that could keep Luka', async () => {
  const { code, err } = await luka(['deploy'], { LUKA_SYSTEMCTL: '/nowhere/systemctl' });
  expect([code, err]).toEqual([69, expect.stringMatching(/^launchd_absent: /)]);
  expect((await luka(['verify'])).err).toMatch(/^verify_failed: Luka was never deployed here/);
});
