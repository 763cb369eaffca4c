import { chmod, mkdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findSandbox } from '../../safety/sandbox/find-sandbox.ts';
import { NotHere } from '../check.ts';
import { DAY, isTold, NOW, soundHome, told } from '../testing.ts';
import { browserCheck } from './browser.ts';
import { gitCheck } from './git.ts';
import { keepAwakeCheck } from './keep-awake.ts';
import { keeperCheck } from './keeper.ts';
import { nodeCheck } from './node.ts';
import { packageCheck } from './package.ts';
import { sandboxCheckWith } from './sandbox.ts';
import { spaceCheckWith } from './space.ts';
import { versionsCheck } from './versions.ts';
import { zoneCheck } from './zone.ts';

const RUNNING = { pid: 1, version: '0.0.9', host: 'headless', apiUrl: '', uiUrl: '' };

const works = !('reason' in (await findSandbox()));

async function program(file: string, text: string): Promise<string> {
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
  return file;
}

describe('node', () => {
  it('of this test is well; one that is too old, or gone, is an error', async () => {
    await using it = await soundHome();
    expect(told(await it.look(nodeCheck))).toEqual([]);
    const path = join(it.folder, 'no-node');
    const seen = await it.look(nodeCheck, { node: { version: '22.1.0', path } });
    expect(told(seen)).toEqual([`error ${path}`, `error ${path}`]);
    expect(isTold(seen)).toBe(true);
  });
});

describe('package', () => {
  it('with a part that is missing or empty is an error', async () => {
    await using it = await soundHome();
    const [whole, empty, gone] = ['a.js', 'b.js', 'c.js'].map((name) => join(it.folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(whole, 'x');
    expect(told(await it.look(packageCheck, { packageFiles: [whole] }))).toEqual([]);
    await writeFile(empty, '');
    const seen = await it.look(packageCheck, { packageFiles: [whole, empty, gone] });
    expect(seen.findings[0]?.evidence).toEqual([`${empty} is empty`, `${gone} is not there`]);
  });
});

describe('versions', () => {
  it('of the command, the Luka that runs and the one deployed are held against each other', async () => {
    await using it = await soundHome();
    const { version } = it.patient();
    expect(told(await it.look(versionsCheck, { running: { ...RUNNING, version } }))).toEqual([]);
    expect(told(await it.look(versionsCheck, { running: RUNNING }))).toEqual(['warning running']);
    const { luka } = it.layout.releases;
    const release = {
      name: '0.0.8-1',
      version: '0.0.8',
      number: 1,
      at: '',
      from: '',
      node: '',
      files: [],
      hash: '',
    };
    await mkdir(join(luka, '0.0.8-1'));
    await writeFile(join(luka, '0.0.8-1', 'release.json'), JSON.stringify(release));
    await symlink('0.0.8-1', join(luka, 'current'));
    expect(told(await it.look(versionsCheck))).toEqual(['info deployed']);
  });
});

describe('space', () => {
  it('that is short, or will be at the rate of last week, is told of', async () => {
    await using it = await soundHome();
    const left = (bytes: number) => spaceCheckWith(() => Promise.resolve(bytes));
    expect(told(await it.look(left(50_000_000_000)))).toEqual([]);
    expect(told(await it.look(left(500_000_000)))).toEqual([`warning ${it.layout.root}`]);
    expect(told(await it.look(left(5_000_000)))).toEqual([`error ${it.layout.root}`]);
    await it.log(1);
    const file = join(it.layout.logs, '0', '1', '1.out');
    await truncate(file, 7_000_000_000);
    await utimes(file, (NOW - DAY) / 1_000, (NOW - DAY) / 1_000);
    const growing = await it.look(left(20_000_000_000));
    expect(told(growing)).toEqual([`warning ${it.layout.root} (growth)`]);
    expect(growing.findings[0]?.message).toContain('full in 20 days');
    await utimes(file, (NOW - 9 * DAY) / 1_000, (NOW - 9 * DAY) / 1_000);
    expect(told(await it.look(left(20_000_000_000)))).toEqual([]);
  });

  it('is not there where the home is not', async () => {
    await using it = await soundHome();
    await rm(it.layout.root, { recursive: true });
    await expect(it.look(spaceCheckWith(() => Promise.reject(new Error('gone'))))).rejects.toBeInstanceOf(
      NotHere,
    );
  });
});

describe('time zone', () => {
  it('that is not known is an error; one that is, or a file, is well', async () => {
    await using it = await soundHome();
    for (const TZ of ['Asia/Bangkok', ':UTC', '/etc/localtime', ''])
      expect(told(await it.look(zoneCheck, { env: { TZ } }))).toEqual([]);
    expect(told(await it.look(zoneCheck, { env: { TZ: 'Mars/Olympus' } }))).toEqual(['error TZ']);
  });
});

describe('sandbox', () => {
  it('that does not work is told of with what it said', async () => {
    await using it = await soundHome();
    const broken = await program(join(it.folder, 'bwrap'), 'echo "no namespaces here" >&2; exit 1');
    const check = sandboxCheckWith((options) =>
      findSandbox({ ...options, platform: 'linux', program: broken }),
    );
    const seen = await it.look(check);
    expect(told(seen)).toEqual(['warning sandbox']);
    expect(seen.findings[0]?.evidence[0]).toContain('no namespaces here');
    const none = await it.look(sandboxCheckWith(findSandbox), { platform: 'freebsd' });
    expect(none.findings[0]?.evidence).toEqual(['there is no sandbox for freebsd']);
  });

  it.skipIf(!works)('that works is well', async () => {
    await using it = await soundHome();
    expect(told(await it.look(sandboxCheckWith(findSandbox)))).toEqual([]);
  });
});

describe('keeping awake', () => {
  it('works by the program of the system, and is told of where there is none', async () => {
    await using it = await soundHome();
    const caffeinate = await program(join(it.folder, 'caffeinate'), 'exit 0');
    expect(
      told(await it.look(keepAwakeCheck, { env: { LUKA_CAFFEINATE: caffeinate }, platform: 'darwin' })),
    ).toEqual([]);
    const gone = { LUKA_CAFFEINATE: join(it.folder, 'none') };
    expect(told(await it.look(keepAwakeCheck, { env: gone, platform: 'darwin' }))).toEqual([
      'info keep-awake',
    ]);
    expect(told(await it.look(keepAwakeCheck, { platform: 'freebsd' }))).toEqual(['info keep-awake']);
  });
});

describe('git', () => {
  it('that fails is told of, with what mends it on macOS', async () => {
    await using it = await soundHome();
    expect(told(await it.look(gitCheck, { run: () => Promise.resolve('git version 2.50\n') }))).toEqual([]);
    const run = () => Promise.reject(new Error('xcrun: error: invalid active developer path'));
    const seen = await it.look(gitCheck, { run, platform: 'darwin' });
    expect(seen.findings[0]).toMatchObject({ severity: 'info', command: 'xcode-select --install' });
  });
});

describe('browser', () => {
  it('is looked for where there is a display', async () => {
    await using it = await soundHome();
    expect(told(await it.look(browserCheck, { platform: 'linux', env: {} }))).toEqual([]);
    const env = { DISPLAY: ':0', PATH: it.folder };
    expect(told(await it.look(browserCheck, { platform: 'linux', env }))).toEqual(['info xdg-open']);
    await program(join(it.folder, 'xdg-open'), 'exit 0');
    expect(told(await it.look(browserCheck, { platform: 'linux', env }))).toEqual([]);
  });
});

describe('what keeps Luka', () => {
  it('is launchd with a session, else told of', async () => {
    await using it = await soundHome();
    const launchctl = await program(join(it.folder, 'launchctl'), 'exit 0');
    expect(
      told(await it.look(keeperCheck, { env: { LUKA_LAUNCHCTL: launchctl }, platform: 'darwin' })),
    ).toEqual([]);
    const none = await program(join(it.folder, 'no-session'), 'echo "Could not find domain" >&2; exit 125');
    const seen = await it.look(keeperCheck, { env: { LUKA_LAUNCHCTL: none }, platform: 'darwin' });
    expect(told(seen)).toEqual(['warning launchd']);
    expect(seen.findings[0]?.evidence[0]).toContain('Could not find domain');
  });

  it('is systemd where it answers, else nothing', async () => {
    await using it = await soundHome();
    const systemctl = await program(join(it.folder, 'systemctl'), 'exit 0');
    expect(
      told(await it.look(keeperCheck, { env: { LUKA_SYSTEMCTL: systemctl }, platform: 'linux' })),
    ).toEqual([]);
    const silent = await program(join(it.folder, 'silent'), 'exit 1');
    expect(told(await it.look(keeperCheck, { env: { LUKA_SYSTEMCTL: silent }, platform: 'linux' }))).toEqual([
      'info keeper',
    ]);
  });
});
