import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limits } from '#shared/nouns/confinement.ts';
import { systemClock } from '../../clock.ts';
import { endTree } from '../../runs/processes/end-tree.ts';
import { RunTree } from '../../runs/processes/run-tree.ts';
import { ManualClock } from '../../testing.ts';
import { CpuAccount } from './cpu-account.ts';
import { limitShell } from './limit-shell.ts';
import { parsePsUsage, parseStatUsage, type ProcessUsage } from './usage.ts';
import { watchLimits, type Watched } from './watch-limits.ts';

const linux = process.platform === 'linux';
let runs = 0;

/** A run of real programs that is ended as soon as it is over a limit. */
async function runUnder(limits: Limits, [program, ...args]: readonly [string, ...string[]]) {
  const mark = `LUKA_MARK=limits-test.${process.pid}.${(runs += 1)}`;
  const start = performance.now();
  const child = spawn(program, args, {
    detached: true,
    stdio: 'ignore',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LUKA_MARK: mark.slice('LUKA_MARK='.length) },
  });
  const exit = once(child, 'exit');
  const groups = new Set([child.pid!]);
  const tree = new RunTree({ groups: () => groups, mark });
  const { promise, resolve } = Promise.withResolvers<[Watched, string]>();
  const watch = watchLimits({
    limits,
    groups: () => groups,
    mark,
    clock: systemClock,
    tree,
    onExceeded: (which, detail) => resolve([which, detail]),
  });
  const end = async () => {
    watch.stop();
    const { left } = await endTree({ groups, mark, graceMs: 50, clock: systemClock, tree });
    return { left, carriers: await carriers(mark) };
  };
  return { exit, exceeded: promise, end, watch, ms: () => performance.now() - start };
}

async function carriers(mark: string): Promise<string[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    names.map(async (name) =>
      (await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '')).includes(mark),
    ),
  );
  return names.filter((_, index) => found[index]);
}

describe.skipIf(!linux)('a run over a limit is ended with all of it', () => {
  it.each([
    ['one process', 'while :; do :; done'],
    ['several, none of them over it alone', 'for i in 1 2 3 4 5; do (while :; do :; done) & done; wait'],
    [
      'many short ones',
      'while :; do /bin/sh -c "i=0; while [ \\$i -lt 20000 ]; do i=\\$((i+1)); done"; done',
    ],
  ])('processor: %s', async (_, script) => {
    const run = await runUnder({ cpu: 700 }, ['/bin/bash', '-c', script]);
    const [which, detail] = await run.exceeded;
    expect(which).toBe('cpu');
    expect(detail).toMatch(/^used .* of the processor, more than 700 ms$/);
    expect(await run.end()).toEqual({ left: [], carriers: [] });
    expect(run.watch.peak().cpu).toBeGreaterThan(700);
  });

  it('memory', async () => {
    // Stops by itself at 800 MB: nothing is risked where the watch fails.
    const eat =
      'const kept = []; setInterval(() => kept.length < 40 && kept.push(Buffer.alloc(20e6, 1)), 20)';
    const run = await runUnder({ memory: 300e6 }, [process.execPath, '-e', eat]);
    const [which, detail] = await run.exceeded;
    expect([which, detail]).toEqual([
      'memory',
      expect.stringMatching(/^used \d+ MB of memory, more than 300 MB$/),
    ]);
    expect(await run.end()).toEqual({ left: [], carriers: [] });
  });

  it.each([
    ['a wide one', 'for i in $(seq 200); do sleep 300 & done; wait'],
    // 511 at the most.
    ['a bomb', 'f() { [ $1 -gt 0 ] && { f $(($1 - 1)) & f $(($1 - 1)) & }; sleep 300; }; f 8'],
    ['one that leaves its group', 'for i in $(seq 100); do setsid sleep 300 & done; sleep 300'],
  ])('processes: %s', async (_, script) => {
    const run = await runUnder({ processes: 40 }, ['/bin/bash', '-c', script]);
    const [which, detail] = await run.exceeded;
    expect([which, detail]).toEqual([
      'processes',
      expect.stringMatching(/^had \d+ processes, more than 40$/),
    ]);
    expect(await run.end()).toEqual({ left: [], carriers: [] });
  });

  it('goes on under its limits', async () => {
    const run = await runUnder({ cpu: 60_000, memory: 2e9, processes: 50 }, [
      '/bin/bash',
      '-c',
      'sleep 0.7; exit 3',
    ]);
    expect(await Promise.race([run.exit, run.exceeded])).toEqual([3, null]);
    expect(run.watch.peak().processes).toBeGreaterThan(0);
    expect(run.watch.peak().memory).toBeGreaterThan(0);
    await run.end();
  });
});

describe('how often it is looked at', () => {
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  async function looks(limits: Limits, memory: (look: number) => number) {
    const clock = new ManualClock();
    const waits: (number | undefined)[] = [];
    const exceeded: string[] = [];
    let look = 0;
    const watch = watchLimits({
      limits,
      groups: () => new Set<number>(),
      mark: 'LUKA_MARK=nobody',
      clock,
      tree: { look: async () => [] } as unknown as RunTree,
      usageOf: async () => [{ pid: 1, started: '', cpu: 0, endedCpu: 0, memory: memory((look += 1)) }],
      onExceeded: (which) => exceeded.push(which),
    });
    for (let n = 0; n < 6; n += 1) {
      waits.push(clock.nextTimer);
      clock.advance(clock.nextTimer ?? 0);
      await settle();
      await settle();
    }
    watch.stop();
    return { waits, exceeded, left: clock.nextTimer };
  }

  it('is twice a second far from a limit, ten times near one, never without one, and not after it', async () => {
    expect(await looks({}, () => 1)).toEqual({
      waits: Array(6).fill(undefined),
      exceeded: [],
      left: undefined,
    });
    expect((await looks({ output: 5, time: 5 }, () => 1)).waits[0]).toBeUndefined();
    expect((await looks({ memory: 1_000 }, () => 10)).waits).toEqual([100, 500, 500, 500, 500, 500]);
    expect((await looks({ memory: 1_000 }, () => 700)).waits).toEqual([100, 100, 100, 100, 100, 100]);
    // Far from it, but growing so fast that it would be over it by the next look.
    expect((await looks({ memory: 1_000 }, (look) => (look === 2 ? 250 : 10))).waits).toEqual([
      100, 500, 100, 500, 500, 500,
    ]);
    const over = await looks({ memory: 1_000 }, (look) => look * 400);
    expect(over).toEqual({
      waits: [100, 100, 100, undefined, undefined, undefined],
      exceeded: ['memory'],
      left: undefined,
    });
  });
});

describe('time on the processor', () => {
  const usage = (pid: number, cpu: number, endedCpu = 0, started = ''): ProcessUsage => ({
    pid,
    started,
    cpu,
    endedCpu,
    memory: 0,
  });

  it('counts what a parent took over once, and what nobody took over too', () => {
    const account = new CpuAccount();
    expect(account.add([usage(1, 10), usage(2, 100)])).toBe(110);
    // 2 ended, 1 waited for it.
    expect(account.add([usage(1, 20, 120)])).toBe(140);
    // 3 was a daemon: whoever waited for it is not of the run.
    expect(account.add([usage(1, 20, 120), usage(3, 50)])).toBe(190);
    expect(account.add([usage(1, 20, 120)])).toBe(190);
    expect(account.add([])).toBe(190);
  });

  it('never goes back, and is never more than was used', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(fc.nat(4), fc.nat(50)), { maxLength: 5 }), { maxLength: 12 }),
        (steps) => {
          const account = new CpuAccount();
          const clocks = new Map<number, { cpu: number; ended: number; started: string }>();
          let used = 0;
          let lives = 0;
          let before = 0;
          for (const step of steps) {
            for (const [pid, ms] of step) {
              const own = clocks.get(pid) ?? { cpu: 0, ended: 0, started: String((lives += 1)) };
              used += ms;
              if (ms % 7 === 3 && clocks.has(pid)) {
                // Ends; process 0 waits for it, where it is there, or nobody does.
                clocks.delete(pid);
                const parent = clocks.get(0);
                if (parent) parent.ended += own.cpu + own.ended + ms;
              } else clocks.set(pid, { ...own, cpu: own.cpu + ms });
            }
            const now = account.add(
              [...clocks].map(([pid, { cpu, ended, started }]) => usage(pid, cpu, ended, started)),
            );
            expect(now).toBeGreaterThanOrEqual(before);
            expect(now).toBeLessThanOrEqual(used);
            before = now;
          }
        },
      ),
    );
  });

  it('is read from what Linux and ps say', () => {
    const fields = Array.from({ length: 50 }, (_, n) => String(n + 3));
    const stat = `77 (a) R 1) ${['S', ...fields.slice(1)].join(' ')}`;
    expect(parseStatUsage(stat, { ticksPerSecond: 100, pageSize: 4_096 })).toEqual({
      pid: 77,
      started: '22',
      cpu: 290,
      endedCpu: 330,
      memory: 24 * 4_096,
    });
    expect(parsePsUsage('  1  2048 0:01.50\n 22 10 1-02:03:04\n x\n 3 1 01:02:03.25\n')).toEqual([
      { pid: 1, started: '', memory: 2_097_152, cpu: 1_500, endedCpu: 0 },
      { pid: 22, started: '', memory: 10_240, cpu: 93_784_000, endedCpu: 0 },
      { pid: 3, started: '', memory: 1_024, cpu: 3_723_250, endedCpu: 0 },
    ]);
  });

  it('is kept by the kernel for each process, also where nobody looks', async () => {
    const [program, ...args] = limitShell(['/bin/bash', '-c', 'while :; do :; done'], { cpu: 300 });
    const child = spawn(program, args, { stdio: 'ignore' });
    expect(await once(child, 'exit')).toEqual([null, 'SIGXCPU']);
    const [stubborn, ...more] = limitShell(['/bin/bash', '-c', 'trap "" XCPU; while :; do :; done'], {
      cpu: 1_000,
    });
    expect(await once(spawn(stubborn, more, { stdio: 'ignore' }), 'exit')).toEqual([null, 'SIGKILL']);
    const words = ['/usr/bin/printf', '%s|', 'a b', '$x', ''] as const;
    const [printf, ...rest] = limitShell(words, { cpu: 5_000 });
    const out = (await spawn(printf, rest, {
      stdio: ['ignore', 'pipe', 'ignore'],
    }).stdout.toArray()) as Buffer[];
    expect(Buffer.concat(out).toString()).toBe('a b|$x||');
    expect(limitShell(words, {})).toBe(words);
  });
});
