/** The whole of it on stand-ins of pmset, sudo and launchd that keep state and start processes. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { createLaunchctl } from '../../launchd/launchctl/system-launchctl.ts';
import { createMachineFacts } from '../../launchd/lint/machine-facts.ts';
import { installLaunchd, type InstalledLaunchd } from '../../launchd/standin/install.ts';
import { createRootShell } from '../../root/root-shell.ts';
import { HeadlessMachine } from './headless-machine.ts';
import { HeadlessRestore } from './headless-restore.ts';
import { SavedFile } from './saved-state.ts';
import { installPowerStandIns, type PowerStandIns } from './stand-ins/install.ts';

const UID = 501;
const BEFORE = {
  'Battery Power': { sleep: '1', displaysleep: '2' },
  'AC Power': {
    sleep: '10',
    disksleep: '10',
    displaysleep: '30',
    womp: '1',
    powernap: '1',
    autorestart: '0',
    tcpkeepalive: '1',
  },
};
const AFTER = {
  sleep: '0',
  disksleep: '0',
  displaysleep: '10',
  womp: '1',
  powernap: '0',
  autorestart: '1',
  tcpkeepalive: '1',
};
const AGENT = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0">
<dict>
  <!-- mine -->
  <key>Label</key><string>com.me.sync</string>
  <key>ProgramArguments</key>
  <array><string>/bin/sleep</string><string>60</string></array>
  <key>RunAtLoad</key><true/>
  <key>LimitLoadToSessionType</key><string>Aqua</string>
</dict>
</plist>
`;

let folder: string;
let power: PowerStandIns;
let launchd: InstalledLaunchd;
const at = (...names: string[]) => join(folder, ...names);
const agentFile = () => at('Library/LaunchAgents/com.me.sync.plist');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hl-'));
  for (const name of ['l', 'bin', 'reports', 'Daemons', 'Library/LaunchAgents'])
    await mkdir(at(name), { recursive: true });
  power = await installPowerStandIns(at('bin'), structuredClone(BEFORE));
  launchd = await installLaunchd(at('l'), { uid: UID, secondMs: 50, root: true });
  await writeFile(agentFile(), AGENT);
});
afterEach(async () => {
  await launchd.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function headless(): HeadlessRestore {
  const env = { ...process.env, ...launchd.env, LUKA_SUDO: power.sudo };
  const { pmset, caffeinate } = power;
  return new HeadlessRestore({
    machine: new HeadlessMachine({
      places: {
        pmset,
        caffeinate,
        launchctl: launchd.path,
        agents: at('Library/LaunchAgents'),
        daemons: at('Daemons'),
      },
      person: { name: 'me', home: folder },
      launchctl: createLaunchctl({ platform: 'darwin', env, uid: UID }),
      root: createRootShell({ env, uid: UID }),
    }),
    saved: new SavedFile(at('headless.json')),
    facts: createMachineFacts(folder),
    clock: systemClock,
    reports: at('reports'),
  });
}

async function restore(...labels: string[]) {
  const one = headless();
  return one.carryOut(await one.planRestore(labels));
}
async function rollback() {
  const one = headless();
  return one.carryOut(await one.planRollback());
}
const loaded = async () =>
  (await launchd.services()).map(({ domain, job }) => `${domain}/${job.label}`).toSorted();
const load = async () => {
  const ctl = createLaunchctl({ platform: 'darwin', env: { ...process.env, ...launchd.env }, uid: UID });
  expect((await ctl.run(['bootstrap', `gui/${UID}`, agentFile()])).code).toBe(0);
};

it('planning changes nothing', async () => {
  const plan = await headless().planRestore(['com.me.sync']);
  expect(plan.steps.filter(({ as }) => as === 'root').map(({ command }) => command)).toEqual(
    expect.arrayContaining([
      `${power.pmset} -c sleep 0 disksleep 0 displaysleep 10 powernap 0 autorestart 1`,
      `${launchd.path} bootstrap system ${at('Daemons/com.02luka.caffeinate.plist')}`,
      `${launchd.path} bootstrap system ${at('Daemons/com.me.sync.plist')}`,
    ]),
  );
  expect(plan.notes).toEqual(['this machine has no standby', 'this machine has no autopoweroff']);
  expect(await power.power()).toEqual(BEFORE);
  expect(await power.asRoot()).toEqual([]);
  expect(await readdir(at('Daemons'))).toEqual([]);
});

it('restores, says so, and goes back to exactly what was', { timeout: 120_000 }, async () => {
  await load();
  const done = await restore('com.me.sync');
  expect([done.outcome, done.message]).toEqual(['done', undefined]);
  expect(await power.power()).toEqual({ ...BEFORE, 'AC Power': AFTER });
  expect(await loaded()).toEqual(['system/com.02luka.caffeinate', 'system/com.me.sync']);
  expect(await launchd.disabled()).toMatchObject({ 'com.me.sync': true });
  const daemon = await readFile(at('Daemons/com.me.sync.plist'), 'utf8');
  expect(daemon).toContain('<!-- mine -->');
  expect(daemon).toContain('<key>UserName</key>\n  <string>me</string>');
  expect(daemon).not.toContain('LimitLoadToSessionType');
  expect(await readFile(agentFile(), 'utf8')).toBe(AGENT);
  expect((await headless().verify()).outcome).toBe('done');
  expect(await readFile(`${done.file}.md`, 'utf8')).toContain('# A Mac that never sleeps: restore done');

  // Once more: what is saved is still how it was at first.
  expect((await restore()).outcome).toBe('done');
  expect((await rollback()).outcome).toBe('done');
  expect(await power.power()).toEqual(BEFORE);
  expect(await readdir(at('Daemons'))).toEqual([]);
  expect(await loaded()).toEqual([`gui/${UID}/com.me.sync`]);
  expect((await launchd.disabled())['com.me.sync'] ?? false).toBe(false);
  await expect(headless().verify()).rejects.toMatchObject({ code: 'release_unknown' });
});

it('verifying names each part that is not as planned', { timeout: 120_000 }, async () => {
  await restore('com.me.sync');
  await power.setPower('sleep', '5');
  await writeFile(at('Daemons/com.me.sync.plist'), AGENT);
  const ctl = createLaunchctl({ platform: 'darwin', env: { ...process.env, ...launchd.env }, uid: UID });
  await ctl.run(['bootout', 'system/com.02luka.caffeinate']);
  await ctl.run(['enable', `gui/${UID}/com.me.sync`]);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const report = await headless().verify();
  expect(report.outcome).toBe('failed');
  expect(report.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual([
    'pmset sleep',
    'com.02luka.caffeinate, its job',
    'com.me.sync, its plist',
    'com.me.sync as an agent',
  ]);
});

it.each(['bootstrap', 'disable', 'enable'])(
  'where %s fails half-way, the machine is as it was',
  { timeout: 120_000 },
  async (verb) => {
    await load();
    // The first is caffeinate's; it is the agent's that fails.
    const one = headless();
    const plan = await one.planRestore(['com.me.sync']);
    const steps = plan.steps.map((step) =>
      step.command.includes(` ${verb} `) && step.command.includes('com.me.sync')
        ? { ...step, run: () => Promise.reject(new Error(`${verb} fails`)) }
        : step,
    );
    const report = await one.carryOut({ ...plan, steps });
    expect([report.outcome, report.message]).toEqual(['rolled_back', `${verb} fails`]);
    expect(await power.power()).toEqual(BEFORE);
    expect(await readdir(at('Daemons'))).toEqual([]);
    expect(await loaded()).toEqual([`gui/${UID}/com.me.sync`]);
  },
);

it('refuses agents that are none, or broken', async () => {
  await expect(headless().planRestore(['com.me.none'])).rejects.toMatchObject({ code: 'agent_unknown' });
  await writeFile(agentFile(), AGENT.replace('/bin/sleep', '~/bin/sleep'));
  await expect(headless().planRestore(['com.me.sync'])).rejects.toMatchObject({ code: 'agent_invalid' });
});

it('a password that is not given ends it, and nothing is changed', async () => {
  await writeFile(power.sudo, '#!/bin/sh\necho "sudo: a password is required" >&2\nexit 1\n');
  const report = await restore();
  expect(report.outcome).toBe('stuck');
  expect(report.message).toContain('a password is required');
  expect(await power.power()).toEqual(BEFORE);
  expect(await readdir(at('Daemons'))).toEqual([]);
});
