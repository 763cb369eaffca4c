import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { temporaryFolder } from '../../testing.ts';
import { branded, brandOf, isBrandIn } from './brand.ts';
import { endTree } from './end-tree.ts';
import { ESCAPES, tryEscape } from './escapes.ts';
import { holdsLog, parseLsof } from './log-holders.ts';
import { listProcesses, parsePs } from './process-table.ts';
import { runMark } from './run-mark.ts';
import { RunTree } from './run-tree.ts';

const linux = process.platform === 'linux';

describe.skipIf(!linux)('a cancelled run', () => {
  it.each(Object.keys(ESCAPES))('leaves nothing: %s', async (shape) => {
    await using folder = await temporaryFolder();
    const trials = await Promise.all(
      Array.from({ length: 5 }, () =>
        // How soon is for the benchmark: here the machine may be busy with other tests.
        tryEscape(shape, folder.path, { withinMs: 20_000 }),
      ),
    );
    expect(trials.map(({ survivors }) => survivors)).toEqual([[], [], [], [], []]);
    for (const { before } of trials) expect(before).toBeGreaterThan(0);
  });

  it('touches nobody else', async () => {
    await using folder = await temporaryFolder();
    const path = await realpath(folder.path);
    const log = join(path, 'log');
    const out = await open(log, 'a');
    // A neighbour in the same session as we are, somebody else's run, and a person who follows the log.
    const neighbour = spawn('sleep', ['300'], { stdio: 'ignore' });
    const other = spawn('sleep', ['300'], {
      detached: true,
      stdio: 'ignore',
      env: { LUKA_MARK: runMark(path, 2).value },
    });
    const reader = spawn('tail', ['-f', log], { stdio: ['ignore', 'ignore', 'ignore'] });
    const own = spawn('sleep', ['300'], { detached: true, stdio: ['ignore', out.fd, out.fd] });
    await Promise.all([neighbour, other, reader, own].map((child) => once(child, 'spawn')));
    const end = once(own, 'exit');
    const { ended, left } = await endTree({
      groups: new Set(),
      mark: runMark(path, 1).text,
      graceMs: 200,
      clock: systemClock,
      logs: [log],
    });
    expect({ ended, left }).toEqual({ ended: 1, left: [] });
    await end;
    for (const child of [neighbour, other, reader]) {
      expect([child.exitCode, child.signalCode]).toEqual([null, null]);
      child.kill('SIGKILL');
    }
    await out.close();
  });

  it('remembers whom it saw, also when nothing ties them to the run any more', async () => {
    const child = spawn('/bin/bash', ['-c', '(env -i setsid /bin/sleep 300 <&- >&- 2>&- &) ; read'], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const groups = new Set([child.pid!]);
    const tree = new RunTree({ groups: () => groups, mark: 'LUKA_MARK=nobody' });
    // While its parent lives it is found by descent, unless the second fork was quicker than we.
    const rows = await listProcesses();
    expect(rows.some(({ pid }) => pid === child.pid)).toBe(true);
    const seen = await tree.look();
    expect(seen.map(({ pid }) => pid)).toContain(child.pid);
    child.stdin.end();
    await once(child, 'exit');
    const { left } = await endTree({
      groups: new Set(),
      mark: 'LUKA_MARK=nobody',
      graceMs: 100,
      clock: systemClock,
      tree,
    });
    expect(left).toEqual([]);
  });
});

describe.skipIf(!linux)('a brand', () => {
  it('stays through everything, and is of one run', async () => {
    await using folder = await temporaryFolder();
    const marks = Array.from({ length: 1_000 }, (_, run) => runMark(folder.path, run).text);
    expect(new Set(marks.map((mark) => JSON.stringify(brandOf(mark)))).size).toBe(1_000);
    const where = { cwd: '/', path: '/usr/bin:/bin' };
    const line = 'env -i setsid sh -c "(cat /proc/self/limits)"';
    const [program, ...args] = await branded(['/bin/sh', '-c', line], marks[1]!, where);
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks = (await child.stdout.toArray()) as Buffer[];
    const limits = Buffer.concat(chunks).toString();
    expect(isBrandIn(limits, brandOf(marks[1]!))).toBe(true);
    expect(isBrandIn(limits, brandOf(marks[2]!))).toBe(false);
  });

  it('is left out where the program would not start, so that the system says why', async () => {
    const where = { cwd: '/usr', path: '/usr/bin:/bin' };
    for (const name of ['no-such-program', './no-such', '/etc/passwd', '/usr'])
      expect(await branded([name], 'LUKA_MARK=x', where)).toEqual([name]);
    for (const name of ['sh', '/bin/sh', './bin/env'])
      expect((await branded([name], 'LUKA_MARK=x', where)).at(-1)).toBe(name);
  });
});

it('reads what ps and lsof of macOS say', () => {
  expect(
    parsePs(
      '    1     0     1 Ss   Thu Jan  1 00:00:01 2026    \n  512     1   512 S    Fri Jan  2 09:08:07 2026    \n  600   512   512 Z    Fri Jan  2 09:08:07 2026\n\n',
    ),
  ).toEqual([
    { pid: 1, parent: 0, group: 1, session: 0, started: 'Thu Jan  1 00:00:01 2026' },
    { pid: 512, parent: 1, group: 512, session: 0, started: 'Fri Jan  2 09:08:07 2026' },
  ]);
  expect(parseLsof('p10\nf1\naw\nf2\naw\np11\nf3\nar\np12\nf27\naw\np13\nf1\nau\n')).toEqual([10, 13]);
  expect(parseLsof('')).toEqual([]);
});

it.skipIf(!linux)('counts who writes to a log as its output, not who has it open otherwise', async () => {
  await using folder = await temporaryFolder();
  const log = join(await realpath(folder.path), 'log');
  await using out = await open(log, 'a');
  expect(holdsLog(process.pid, new Set([log]))).toBe(false);
  const child = spawn('sleep', ['300'], { stdio: ['ignore', out.fd, 'ignore'] });
  await once(child, 'spawn');
  expect(holdsLog(child.pid!, new Set([log]))).toBe(true);
  expect(holdsLog(child.pid!, new Set([`${log}2`]))).toBe(false);
  child.kill('SIGKILL');
});
