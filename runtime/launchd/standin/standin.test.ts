import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLaunchctl } from '../launchctl/system-launchctl.ts';
import { readPrint } from '../launchctl/read-print.ts';
import { readPrintDisabled } from '../launchctl/read-print-disabled.ts';
import { readList } from '../launchctl/read-list.ts';
import { temporaryFolder } from '../../testing.ts';
import { installLaunchd } from './install.ts';
import type { LaunchdSettings } from './launchd-state.ts';
import { plistOf, xmlArray, xmlString } from './testing.ts';

async function bench(settings: LaunchdSettings = {}) {
  const folder = await temporaryFolder();
  const launchd = await installLaunchd(folder.path, { uid: 501, secondMs: 30, ...settings });
  const launchctl = createLaunchctl({ platform: 'linux', env: { ...process.env, ...launchd.env }, uid: 501 });
  const run = async (...args: string[]) => launchctl.run(args);
  const look = async (label: string) => readPrint((await run('print', `gui/501/${label}`)).out);
  return {
    launchd,
    run,
    look,
    folder: folder.path,
    /** Writes a plist. @returns its path */
    async plist(label: string, keys: Record<string, string> = {}): Promise<string> {
      const path = join(folder.path, `${label}.plist`);
      const job = { Label: xmlString(label), ProgramArguments: xmlArray('/bin/sleep', '60'), ...keys };
      await writeFile(path, plistOf(job), { mode: 0o644 });
      return path;
    },
    /** Waits until the service is so. */
    async until(label: string, isSo: (print: ReturnType<typeof readPrint>) => boolean) {
      for (let attempt = 0; attempt < 100; attempt += 1) {
        const print = await look(label);
        if (isSo(print)) return print;
      }
      throw new Error(`${label} did not come to it: ${JSON.stringify(await look(label))}`);
    },
    async [Symbol.asyncDispose]() {
      await launchd.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The kernel takes a moment. @returns whether it is gone */
async function goes(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100 && isAlive(pid); attempt += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return !isAlive(pid);
}

const loaded = { code: 0, out: '', err: '' };

describe('the stand-in of launchd', () => {
  it('starts real processes, with launchd’s environment and logs, and ends them', async () => {
    await using it = await bench();
    const out = join(it.folder, 'out.log');
    const path = await it.plist('a.job', {
      ProgramArguments: xmlArray('/bin/sh', '-c', 'echo "$XPC_SERVICE_NAME $PATH $X"; pwd; exec sleep 60'),
      WorkingDirectory: xmlString('/usr'),
      EnvironmentVariables: `<dict><key>X</key>${xmlString('y')}</dict>`,
      StandardOutPath: xmlString(out),
      RunAtLoad: '<true/>',
    });
    expect(await it.run('bootstrap', 'gui/501', path)).toEqual(loaded);
    const print = await it.look('a.job');
    expect(print).toMatchObject({ state: 'running', runs: 1, neverExited: true, path, minimumRuntime: 10 });
    expect(isAlive(print!.pid!)).toBe(true);
    for (let look = 0; look < 100 && !(await readFile(out, 'utf8')).includes('/usr\n'); look += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await readFile(out, 'utf8')).toBe('a.job /usr/bin:/bin:/usr/sbin:/sbin y\n/usr\n');
    expect(readList((await it.run('list')).out)).toMatchObject([{ label: 'a.job', pid: print!.pid }]);
    await it.launchd.stop();
    expect(await goes(print!.pid!)).toBe(true);
  });

  it('boots out without waiting: the service is there until its process is gone', async () => {
    await using it = await bench({ secondMs: 100 });
    const path = await it.plist('a.job', {
      ProgramArguments: xmlArray('/bin/sh', '-c', 'trap "" TERM; while :; do sleep 1; done'),
      RunAtLoad: '<true/>',
      ExitTimeOut: '<integer>10</integer>',
    });
    await it.run('bootstrap', 'gui/501', path);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await it.run('bootout', 'gui/501/a.job')).toEqual(loaded);
    expect((await it.look('a.job'))?.state).toBe('SIGTERMed');
    expect((await it.run('bootstrap', 'gui/501', path)).code).toBe(37);
    expect((await it.run('bootout', 'gui/501/a.job')).code).toBe(37);
    await it.until('a.job', (print) => print === undefined);
    expect(await it.run('print', 'gui/501/a.job')).toEqual({
      code: 113,
      out: '',
      err: 'Bad request.\nCould not find service "a.job" in domain for user gui: 501\n',
    });
    expect(await it.run('bootstrap', 'gui/501', path)).toEqual(loaded);
    await it.launchd.set({ layout: 'older' });
    expect((await it.run('bootout', 'gui/501', path)).code).toBe(36);
  });

  it('loads what cannot be started, and then fails to start it', async () => {
    await using it = await bench();
    const keys = { ProgramArguments: xmlArray('/no/such/program'), KeepAlive: '<true/>' };
    expect(await it.run('bootstrap', 'gui/501', await it.plist('ghost', keys))).toEqual(loaded);
    expect(await it.look('ghost')).toMatchObject({
      state: 'spawn scheduled',
      lastExitCode: 78,
      jobState: 'spawn failed',
    });
    const logs = { StandardOutPath: xmlString('/no/such/folder/x.log'), RunAtLoad: '<true/>' };
    await it.run('bootstrap', 'gui/501', await it.plist('logless', logs));
    expect(await it.look('logless')).toMatchObject({ state: 'not running', lastExitCode: 78, runs: 1 });
  });

  it('keeps alive what is to be kept, not sooner than the throttle, and later each time', async () => {
    await using it = await bench({ secondMs: 20 });
    const fails = { ProgramArguments: xmlArray('/bin/sh', '-c', 'exit 3') };
    const kept = { ...fails, KeepAlive: '<dict><key>SuccessfulExit</key><false/></dict>' };
    const began = Date.now();
    await it.run('bootstrap', 'gui/501', await it.plist('kept', kept));
    const print = await it.until('kept', (look) => look!.runs! >= 3);
    // 10 s of 20 ms, then twice that.
    expect(Date.now() - began).toBeGreaterThanOrEqual(600);
    expect(print!.lastExitCode).toBe(3);
    const calm = {
      ProgramArguments: xmlArray('/bin/sh', '-c', 'exit 0'),
      KeepAlive: '<dict><key>SuccessfulExit</key><false/></dict>',
    };
    await it.run('bootstrap', 'gui/501', await it.plist('calm', calm));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await it.look('calm')).toMatchObject({ runs: 1, lastExitCode: 0, state: 'not running' });
    const every = { ...fails, StartInterval: '<integer>15</integer>' };
    await it.run('bootstrap', 'gui/501', await it.plist('every', every));
    expect(await it.look('every')).toMatchObject({ runs: 0, neverExited: true });
    await it.until('every', (look) => look!.runs! >= 2);
  });

  it('keeps its store of what is disabled apart from plists, through restarts', async () => {
    await using it = await bench();
    const path = await it.plist('a.job');
    expect((await it.run('disable', 'gui/501/a.job')).code).toBe(0);
    expect((await it.run('bootstrap', 'gui/501', path)).code).toBe(119);
    await it.launchd.reboot();
    const { out } = await it.run('print-disabled', 'user/501');
    expect([...readPrintDisabled(out)]).toEqual([['a.job', true]]);
    await it.run('enable', 'gui/501/a.job');
    expect(await it.launchd.disabled()).toEqual({ 'a.job': false });
    expect((await it.run('bootstrap', 'gui/501', path)).code).toBe(0);
    const own = await it.plist('own', { Disabled: '<true/>' });
    expect((await it.run('bootstrap', 'gui/501', own)).code).toBe(119);
    await it.launchd.reboot();
    expect(await it.launchd.services()).toEqual([]);
  });

  it('survives its own death', async () => {
    await using it = await bench();
    await it.run('disable', 'gui/501/other');
    await it.run('bootstrap', 'gui/501', await it.plist('a.job', { RunAtLoad: '<true/>' }));
    const before = await it.look('a.job');
    process.kill(Number(await readFile(join(it.folder, 'launchd.pid'), 'utf8')), 'SIGKILL');
    expect(await it.look('a.job')).toEqual(before);
    expect(await it.launchd.disabled()).toEqual({ other: true });
    await it.run('bootout', 'gui/501/a.job');
    await it.until('a.job', (print) => print === undefined);
    expect(await goes(before!.pid!)).toBe(true);
  });

  it('ends with the codes of launchctl', async () => {
    await using it = await bench();
    const code = async (...args: string[]) => (await it.run(...args)).code;
    const path = await it.plist('a.job');
    const broken = join(it.folder, 'broken.plist');
    await writeFile(broken, '<plist><dict><key>Label</key>');
    const open = await it.plist('open');
    await chmod(open, 0o666);
    const quiet = await it.plist('quiet', { LimitLoadToSessionType: xmlString('Background') });
    expect(await code('bootstrap', 'gui/501', path)).toBe(0);
    expect(await code('bootstrap', 'gui/501', path)).toBe(5);
    expect(await code('bootstrap', 'gui/501', join(it.folder, 'none.plist'))).toBe(5);
    expect(await code('bootstrap', 'gui/501', broken)).toBe(5);
    expect(await code('bootstrap', 'gui/501', open)).toBe(122);
    expect(await code('bootstrap', 'gui/501', quiet)).toBe(134);
    expect(await code('bootstrap', 'user/501', quiet)).toBe(0);
    expect(await code('bootstrap', 'gui/777', path)).toBe(125);
    expect(await code('print', 'gui/777/a.job')).toBe(112);
    expect(await code('print', 'gui/501/none')).toBe(113);
    expect(await code('kickstart', 'gui/501/none')).toBe(113);
    expect(await code('bootout', 'gui/501/none')).toBe(3);
    expect(await code('kill', 'TERM', 'gui/501/a.job')).toBe(3);
    expect(await code('list', 'none')).toBe(113);
    expect(await code('dance')).toBe(64);
    expect(await code('bootstrap', 'system', path)).toBe(5);
    expect(await code('disable', 'system/a.job')).toBe(1);
    await it.launchd.set({ root: true });
    expect(await code('bootstrap', 'system', path)).toBe(0);
    await it.launchd.set({ layout: 'older', loggedIn: false });
    expect(await code('bootstrap', 'system', path)).toBe(37);
    expect(await code('bootstrap', 'gui/501', path)).toBe(125);
    expect(await code('print', 'gui/501')).toBe(112);
  });

  it('starts on demand what it holds back', async () => {
    await using it = await bench({ pended: { 'a.job': 'speculative' } });
    await it.run('bootstrap', 'gui/501', await it.plist('a.job', { RunAtLoad: '<true/>' }));
    expect(await it.look('a.job')).toMatchObject({ runs: 0, pended: ['speculative'], pid: undefined });
    const { out } = await it.run('kickstart', '-p', 'gui/501/a.job');
    expect(out).toMatch(/^service spawned with pid: \d+\n$/);
    const first = await it.look('a.job');
    expect(first).toMatchObject({ runs: 1, pended: [], state: 'running' });
    expect((await it.run('kickstart', 'gui/501/a.job')).code).toBe(37);
    expect((await it.run('kickstart', '-k', 'gui/501/a.job')).code).toBe(0);
    const second = await it.until('a.job', (look) => look?.pid !== undefined && look.pid !== first!.pid);
    expect(second!.lastSignal).toBe(9);
    await it.run('kill', 'TERM', 'gui/501/a.job');
    await it.until('a.job', (look) => look?.lastSignal === 15 && look.state === 'not running');
  });

  it('fails when and how it is told to', async () => {
    await using it = await bench();
    const path = await it.plist('a.job');
    await it.launchd.fail({ verb: 'bootstrap', label: 'a.job', code: 5, times: 1, skip: 1 });
    await it.launchd.fail({ verb: 'bootout', code: 37, effect: true, times: 1 });
    await it.launchd.delay('list', 300, 1);
    expect((await it.run('bootstrap', 'gui/501', path)).code).toBe(0);
    expect((await it.run('bootout', 'gui/501/a.job')).code).toBe(37);
    expect(await it.look('a.job')).toBeUndefined();
    expect(await it.run('bootstrap', 'gui/501', path)).toEqual({
      code: 5,
      out: '',
      err: 'Bootstrap failed: 5: Input/output error\nTry re-running the command as root for richer errors.\n',
    });
    expect((await it.run('bootstrap', 'gui/501', path)).code).toBe(0);
    const began = Date.now();
    await it.run('list');
    expect(Date.now() - began).toBeGreaterThanOrEqual(300);
    await it.launchd.fail({ verb: 'print', code: 1 });
    expect([(await it.run('print', 'system')).code, (await it.run('print', 'system')).code]).toEqual([1, 1]);
    await it.launchd.mend();
    expect((await it.run('print', 'system')).code).toBe(0);
  });

  it('prints in the layouts of older and newer releases, which are read alike', async () => {
    await using it = await bench();
    const keys = { ProgramArguments: xmlArray('/no/such'), RunAtLoad: '<true/>' };
    await it.run('bootstrap', 'gui/501', await it.plist('a.job', keys));
    const newer = await it.run('print', 'gui/501/a.job');
    await it.launchd.set({ layout: 'older' });
    const older = await it.run('print', 'gui/501/a.job');
    expect(newer.out).toContain('\tlast exit code = 78: EX_CONFIG\n');
    expect(older.out).toContain('\tlast exit code = 78: Function not implemented\n');
    for (const { out } of [older, newer])
      expect(readPrint(out)).toMatchObject({ lastExitCode: 78, runs: 1, exitTimeout: 5 });
  });

  it('ends by itself when its folder is gone', async () => {
    const it = await bench();
    await it.run('bootstrap', 'gui/501', await it.plist('a.job', { RunAtLoad: '<true/>' }));
    const { pid } = (await it.look('a.job'))!;
    const daemon = Number(await readFile(join(it.folder, 'launchd.pid'), 'utf8'));
    await rm(it.folder, { recursive: true });
    for (let look = 0; look < 100 && (isAlive(daemon) || isAlive(pid!)); look += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect([isAlive(daemon), isAlive(pid!)]).toEqual([false, false]);
  });
});
