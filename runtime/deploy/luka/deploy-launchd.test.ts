/** Deployments of the built Luka with a stand-in of launchd that really starts it. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DeployReport } from '#shared/nouns/deployment.ts';
import { systemClock } from '../../clock.ts';
import type { HomeLayout } from '../../home/layout.ts';
import { openHome } from '../../home/open-home.ts';
import { lintPlist } from '../../launchd/lint/lint-plist.ts';
import { createMachineFacts } from '../../launchd/lint/machine-facts.ts';
import { createLaunchctl } from '../../launchd/launchctl/system-launchctl.ts';
import { installLaunchd, type InstalledLaunchd } from '../../launchd/standin/install.ts';
import { installPowerStandIns } from '../../power/headless/stand-ins/install.ts';
import { rootFiles } from '../../root/root-files.ts';
import { rootLaunchctl } from '../../root/root-launchctl.ts';
import { createRootShell } from '../../root/root-shell.ts';
import { createRunningLuka } from './running-luka.ts';
import { LaunchdService } from './launchd-service.ts';
import { LukaDeployer, type DeployRequest } from './luka-deployer.ts';
import { brokenPackage, builtPackage, copyPackage } from './testing.ts';

const UID = 501;
const NODE = { path: process.execPath, version: process.versions.node, within: false };
const ENV = { PATH: '/usr/local/bin:/usr/bin:/bin', LUKA_API_PORT: '0', LUKA_UI_PORT: '0' };

let folder: string;
let layout: HomeLayout;
let launchd: InstalledLaunchd;
let plist: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ld-'));
  layout = await openHome(join(folder, 'home'));
  await mkdir(join(folder, 'l'));
  launchd = await installLaunchd(join(folder, 'l'), { uid: UID, secondMs: 100 });
  plist = join(folder, 'Library', 'LaunchAgents', 'com.02luka.luka.plist');
});
afterEach(async () => {
  await launchd.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function deployer(waitMs = 20_000, env: Readonly<Record<string, string>> = ENV): LukaDeployer {
  const launchctl = createLaunchctl({
    platform: 'darwin',
    env: { ...process.env, ...launchd.env },
    uid: UID,
  });
  return new LukaDeployer({
    layout,
    service: new LaunchdService({
      launchctl,
      file: plist,
      domain: `gui/${UID}`,
      facts: createMachineFacts(folder),
      patienceMs: 8_000,
    }),
    running: createRunningLuka(layout),
    clock: systemClock,
    env,
    waitMs,
  });
}

const request = (packageRoot: string, more: Partial<DeployRequest> = {}): DeployRequest => ({
  packageRoot,
  version: '0.1.0',
  node: NODE,
  keep: 3,
  replace: false,
  dryRun: false,
  ...more,
});

async function deploy(more: Partial<DeployRequest> = {}): Promise<DeployReport> {
  return deployer().deploy(request(await builtPackage(), more));
}

const current = () => readlink(join(layout.releases.luka, 'current')).catch(() => undefined);
const passed = (report: DeployReport) => report.checks.filter(({ ok }) => ok).map(({ name }) => name);
const ALL = ['release', 'service file', 'service', 'control', 'api', 'ui', 'version'];

it('installs Luka, replaces it, and goes back', { timeout: 180_000 }, async () => {
  const first = await deploy();
  expect(first.message).toBeUndefined();
  expect([first.outcome, first.release, passed(first)]).toEqual(['done', '0.1.0-1', ALL]);
  const [service] = await launchd.services();
  const hello = await createRunningLuka(layout).hello();
  expect(hello?.pid).toBe(service?.pid);
  expect(await lintPlist(await readFile(plist), plist, createMachineFacts(folder))).toEqual([]);
  expect(await readFile(`${first.file}.md`, 'utf8')).toContain('# deploy of Luka: done');
  expect(JSON.parse(await readFile(`${first.file}.json`, 'utf8'))).toEqual(first);

  const second = await deploy();
  expect([second.outcome, second.release, second.before]).toEqual(['done', '0.1.0-2', '0.1.0-1']);
  expect((await createRunningLuka(layout).hello())?.pid).not.toBe(hello?.pid);

  // Whoever looks need not have the environment of whoever deployed.
  expect((await deployer(0, { PATH: '/other' }).verify()).outcome).toBe('done');
  const back = await deployer().rollback({ replace: false, dryRun: false });
  expect([back.outcome, back.release, passed(back)]).toEqual(['done', '0.1.0-1', ALL]);
  await expect(deployer().rollback({ replace: false, dryRun: false })).rejects.toMatchObject({
    code: 'release_unknown',
  });

  // What it loads only when a setting is changed came with it.
  const running = await createRunningLuka(layout).hello();
  const token = (await readFile(layout.token, 'utf8')).trim();
  const changed = await fetch(`${running?.apiUrl}/api/v1/settings`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"theme":"dark"}',
  });
  expect(await changed.json()).toMatchObject({ theme: 'dark' });
});

it.each([
  ['never answers', 'setInterval(() => {}, 1000);'],
  ['ends at once', "console.error('no such luck'); process.exit(3);"],
  [
    'answers on a port, but is no Luka',
    "import { createServer } from 'node:http'; createServer((q, a) => a.end('{\"ok\":true}')).listen(0);",
  ],
])('a new one that %s is undone: the one before runs again', { timeout: 180_000 }, async (_, program) => {
  await deploy();
  const report = await deployer(4_000).deploy(
    request(await brokenPackage(folder, program), { version: '0.2.0' }),
  );
  expect(report.outcome).toBe('rolled_back');
  expect(report.message).toContain('control: nobody answers on the control socket');
  expect(await current()).toBe('0.1.0-1');
  expect(await readdir(layout.releases.luka)).toEqual(['0.1.0-1', 'current', 'deployed.json']);
  const verified = await deployer().verify();
  expect([verified.outcome, passed(verified)]).toEqual(['done', ALL]);
  expect(report.message?.includes('no such luck')).toBe(program.includes('no such luck'));
});

it('the first one that fails leaves nothing behind', { timeout: 180_000 }, async () => {
  const report = await deployer(2_000).deploy(request(await brokenPackage(folder, 'process.exit(1)')));
  expect(report.outcome).toBe('rolled_back');
  expect(await readdir(layout.releases.luka)).toEqual([]);
  expect(await launchd.services()).toEqual([]);
  await expect(readFile(plist)).rejects.toMatchObject({ code: 'ENOENT' });
});

it('when launchd refuses, the one before runs again', { timeout: 180_000 }, async () => {
  await deploy();
  await launchd.fail({ verb: 'bootstrap', code: 125, times: 1 });
  const report = await deploy();
  expect(report.outcome).toBe('rolled_back');
  expect(report.message).toContain('launchctl bootstrap ended with 125');
  expect((await deployer().verify()).outcome).toBe('done');
  expect(await current()).toBe('0.1.0-1');
});

it('waits where launchd lets go slowly', { timeout: 180_000 }, async () => {
  await deploy();
  await launchd.fail({ verb: 'bootstrap', code: 37, times: 3 });
  expect((await deploy()).outcome).toBe('done');
});

it('sees what is not as it was deployed', { timeout: 180_000 }, async () => {
  await deploy();
  await writeFile(join(layout.releases.luka, '0.1.0-1', 'dist', 'node', 'index.js'), '// changed');
  await writeFile(plist, (await readFile(plist, 'utf8')).replace('<true/>', '<false/>'));
  const report = await deployer().verify();
  expect(report.outcome).toBe('failed');
  expect(report.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['release', 'service file']);
  expect((await deploy()).outcome).toBe('done');
});

it(
  'a Luka that was started otherwise is not ended unless that is asked for',
  { timeout: 180_000 },
  async () => {
    const root = await builtPackage();
    const other = spawn(
      process.execPath,
      [join(root, 'dist/node/luka.js'), '--home', layout.root, 'up', '--headless'],
      {
        env: { ...process.env, LUKA_API_PORT: '0', LUKA_UI_PORT: '0' },
        stdio: 'ignore',
      },
    );
    const ended = new Promise((resolve) => other.once('exit', (_, signal) => resolve(signal)));
    while (!(await createRunningLuka(layout).hello()))
      await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(deploy()).rejects.toMatchObject({ code: 'deploy_other_running' });
    expect(await readdir(layout.releases.luka)).toEqual([]);
    expect((await deploy({ replace: true })).outcome).toBe('done');
    // Asked to, not killed.
    expect(await ended).toBeNull();
  },
);

it(
  'as a daemon of the system: root does what is its own, and nothing more',
  { timeout: 180_000 },
  async () => {
    await launchd.set({ root: true });
    await mkdir(join(folder, 'bin'));
    await mkdir(join(folder, 'LaunchDaemons'));
    const { sudo, asRoot } = await installPowerStandIns(join(folder, 'bin'), {});
    const env = { ...process.env, ...launchd.env, LUKA_SUDO: sudo };
    const shell = createRootShell({ env, uid: UID });
    const file = join(folder, 'LaunchDaemons', 'com.02luka.luka.plist');
    const daemon = new LukaDeployer({
      layout,
      service: new LaunchdService({
        launchctl: rootLaunchctl(createLaunchctl({ platform: 'darwin', env, uid: UID }), shell, launchd.path),
        file,
        domain: 'system',
        userName: userInfo().username,
        facts: createMachineFacts(folder),
        files: rootFiles(shell),
      }),
      running: createRunningLuka(layout),
      clock: systemClock,
      env: { ...ENV, HOME: folder },
    });
    const report = await daemon.deploy(request(await builtPackage()));
    expect([report.outcome, report.message]).toEqual(['done', undefined]);
    expect(await readFile(file, 'utf8')).toContain(
      `<key>UserName</key>\n\t<string>${userInfo().username}</string>`,
    );
    expect((await daemon.verify()).outcome).toBe('done');
    expect((await launchd.services()).map(({ domain }) => domain)).toEqual(['system']);
    expect((await asRoot()).map((line) => line.replace(/\S+\/(?=[^/\s]+(?:\s|$))/g, ''))).toEqual([
      'launchctl bootout com.02luka.luka',
      expect.stringMatching(
        /^install -o root -g wheel -m 644 [0-9a-f]+-com\.02luka\.luka\.plist com\.02luka\.luka\.plist$/,
      ),
      'launchctl enable com.02luka.luka',
      'launchctl bootstrap system com.02luka.luka.plist',
    ]);
  },
);

it('keeps as many as asked for', { timeout: 480_000 }, async () => {
  for (let n = 0; n < 3; n += 1) await deploy({ keep: 1 });
  expect((await readdir(layout.releases.luka)).toSorted()).toEqual([
    '0.1.0-2',
    '0.1.0-3',
    'current',
    'deployed.json',
  ]);
});

it('a dry run changes nothing', async () => {
  const report = await deploy({ dryRun: true });
  expect([report.outcome, report.release]).toEqual(['planned', '0.1.0-1']);
  expect(await readdir(layout.releases.luka)).toEqual([]);
  expect(await launchd.services()).toEqual([]);
});

it(
  'the command, killed at each step, leaves what the next one puts right',
  { timeout: 480_000 },
  async () => {
    const root = await copyPackage(folder);
    const start = (...words: string[]) =>
      spawn(process.execPath, [join(root, 'dist/node/luka.js'), '--home', layout.root, ...words], {
        env: { ...process.env, ...launchd.env, HOME: folder, LUKA_API_PORT: '0', LUKA_UI_PORT: '0' },
      });
    const run = async (...words: string[]) => {
      const child = start(...words, '--json');
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
      const code = await new Promise((resolve) => child.once('close', resolve));
      return { code, out };
    };
    await launchd.stop();
    // The command's person is this process's.
    await mkdir(join(folder, 'm'));
    launchd = await installLaunchd(join(folder, 'm'), { secondMs: 100 });
    const first = await run('deploy');
    expect([first.code, first.out]).toEqual([0, expect.stringContaining('"outcome":"done"')]);
    for (const step of ['copying', 'stop', 'switch', 'write', 'start', 'verify']) {
      const child = start('deploy');
      await new Promise<void>((resolve) => {
        child.stderr.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes(step)) child.kill('SIGKILL');
        });
        child.once('exit', () => resolve());
      });
      const { code, out } = await run('verify');
      expect([step, code, out]).toEqual([step, 0, expect.stringContaining('"outcome":"done"')]);
      expect((await readdir(layout.releases.luka)).filter((name) => /staged|journal|tmp/.test(name))).toEqual(
        [],
      );
    }
  },
);
