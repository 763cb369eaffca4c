import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { temporaryFolder } from '../../testing.ts';
import { installBlockers, type BlockerStandIns } from '../stand-ins/install.ts';
import { createCaffeinate } from './caffeinate.ts';
import { chooseBlocker } from './choose-blocker.ts';
import { createInhibit } from './systemd-inhibit.ts';
import type { SleepBlocker } from './ports.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let programs: BlockerStandIns;
const open: SleepBlocker[] = [];
const { env } = process;

beforeEach(async () => {
  folder = await temporaryFolder();
  programs = await installBlockers(folder.path);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((blocker) => blocker.close()));
  await folder[Symbol.asyncDispose]();
});

function using(blocker: SleepBlocker): {
  blocker: SleepBlocker;
  lost: string[];
  hold: (kind?: 'system' | 'display') => ReturnType<SleepBlocker['hold']>;
} {
  open.push(blocker);
  const lost: string[] = [];
  return {
    blocker,
    lost,
    hold: (kind = 'system') =>
      blocker.hold({ kind, why: 'Backup (run 12)', onLost: (why) => lost.push(why) }),
  };
}

const caffeinate = (program: string) => using(createCaffeinate({ program, env, clock: systemClock }));
const inhibit = (program: string) => using(createInhibit({ program, env, clock: systemClock }));

describe('caffeinate', () => {
  it('is one for each hold, and goes when it is let go', async () => {
    const { hold, blocker, lost } = caffeinate(programs.caffeinate);
    const system = hold();
    const display = hold('display');
    await expect.poll(programs.held).toHaveLength(2);
    expect((await programs.held()).toSorted()).toEqual(['caffeinate -i', 'caffeinate -i -d']);
    expect(blocker.pids()).toEqual(new Set(await programs.holders()));
    system.release();
    await expect.poll(programs.held).toEqual(['caffeinate -i -d']);
    display.release();
    display.release();
    await expect.poll(programs.held).toEqual([]);
    expect(lost).toEqual([]);
    expect(blocker.status()).toEqual({ name: 'caffeinate', works: true });
  });

  it('that somebody else ends is told', async () => {
    const { hold, lost, blocker } = caffeinate(programs.caffeinate);
    hold();
    await expect.poll(programs.holders).toHaveLength(1);
    process.kill((await programs.holders())[0]!, 'SIGTERM');
    await expect.poll(() => lost).toEqual([expect.stringMatching(/caffeinate ended with 0$/)]);
    expect(blocker.status()).toMatchObject({ works: false });
  });

  it('that is not there, or is broken, is told, and not started for every run anew', async () => {
    const missing = caffeinate('/nowhere/caffeinate');
    missing.hold();
    await expect.poll(() => missing.lost).toEqual(['/nowhere/caffeinate is not there']);
    expect(missing.blocker.absent).toBe('/nowhere/caffeinate is not there');
    const broken = caffeinate(programs.broken);
    broken.hold();
    await expect.poll(() => broken.lost).toEqual([expect.stringContaining('ended with 3: it is broken')]);
  });

  it('all go when the blocker is closed', async () => {
    const { hold, blocker } = caffeinate(programs.caffeinate);
    for (let n = 0; n < 5; n += 1) hold();
    await expect.poll(programs.held).toHaveLength(5);
    await blocker.close();
    expect(await programs.held()).toEqual([]);
  });
});

describe('systemd-inhibit', () => {
  it('blocks sleep and idleness for as long as it is held', async () => {
    const { hold, blocker, lost } = inhibit(programs.inhibit);
    const grip = hold();
    await expect.poll(programs.held).toEqual(['idle:sleep Backup (run 12)']);
    grip.release();
    await expect.poll(programs.held).toEqual([]);
    expect(lost).toEqual([]);
    expect(blocker.status()).toEqual({ name: 'systemd-inhibit', works: true });
  });

  it('that may not block sleep keeps from idleness, and says so', async () => {
    const { hold, blocker, lost } = inhibit(programs.inhibitIdleOnly);
    const grip = hold();
    await expect.poll(programs.held).toEqual(['idle Backup (run 12)']);
    await expect.poll(() => blocker.status().message).toMatch(/only keep the machine from idle sleep/);
    expect(blocker.status().works).toBe(true);
    grip.release();
    await expect.poll(programs.held).toEqual([]);
    expect(lost).toEqual([]);
  });

  it('that may nothing is told in its own words', async () => {
    const { hold, blocker, lost } = inhibit(programs.inhibitDenied);
    hold();
    await expect.poll(() => lost).toEqual([expect.stringContaining('Failed to inhibit: Access denied')]);
    expect(blocker.status()).toMatchObject({ works: false });
    expect(await programs.held()).toEqual([]);
  });
});

it.each(['createCaffeinate', 'createInhibit'] as const)(
  '%s: a Luka that is killed leaves no hold behind',
  async (make) => {
    const file = make === 'createCaffeinate' ? './caffeinate.ts' : './systemd-inhibit.ts';
    const program = make === 'createCaffeinate' ? programs.caffeinate : programs.inhibit;
    const text = `
      import { ${make} } from ${JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))};
      import { systemClock } from ${JSON.stringify(fileURLToPath(new URL('../../clock.ts', import.meta.url)))};
      const blocker = ${make}({ program: ${JSON.stringify(program)}, env: process.env, clock: systemClock });
      for (const kind of ['system', 'display']) blocker.hold({ kind, why: 'x', onLost: console.error });
      setInterval(() => undefined, 1_000);`;
    const luka = spawn(process.execPath, ['--input-type=module', '-e', text], { stdio: 'inherit' });
    await expect.poll(programs.held, { timeout: 10_000 }).toHaveLength(2);
    luka.kill('SIGKILL');
    await once(luka, 'close');
    await expect.poll(programs.held, { timeout: 5_000 }).toEqual([]);
    for (const pid of await programs.holders()) expect(() => process.kill(pid, 0)).toThrow();
  },
);

it('each system has its own', () => {
  const of = (platform: NodeJS.Platform, more: NodeJS.ProcessEnv = {}) =>
    chooseBlocker({ platform, env: { PATH: '/usr/bin', ...more }, clock: systemClock });
  expect(of('darwin').name).toBe('caffeinate');
  expect(of('linux', { LUKA_SYSTEMD_INHIBIT: programs.inhibit }).name).toBe('systemd-inhibit');
  expect(of('linux', { LUKA_SYSTEMD_INHIBIT: '/nowhere' }).absent).toBe('systemd-inhibit is not there');
  expect(of('freebsd').absent).toMatch(/nothing keeps freebsd awake/);
});
