import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runProgram } from '../../../conditions/run-program.ts';
import { systemClock } from '../../../clock.ts';
import { temporaryFolder } from '../../../testing.ts';
import { createPowerSystem } from '../../power-system.ts';
import { installPmset } from '../../stand-ins/pmset.ts';
import { createLogHistory } from './log-history.ts';
import { MONTEREY_INTEL, SONOMA_MINI, VENTURA_SILICON } from './samples.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const NIGHT = { from: Date.UTC(2023, 4, 11, 16), to: Date.UTC(2023, 4, 12, 0) };

const systemOf = (programs: { pmset: string; ioreg: string }) =>
  createPowerSystem({
    platform: 'darwin',
    clock: systemClock,
    env: { ...process.env, LUKA_PMSET: programs.pmset, LUKA_IOREG: programs.ioreg },
    run: runProgram,
  });

it('asks each of them, and keeps to the time that is asked about', async () => {
  const programs = await installPmset(
    folder.path,
    {
      general: SONOMA_MINI.general,
      custom: SONOMA_MINI.custom,
      assertions: VENTURA_SILICON.assertions,
      log: VENTURA_SILICON.log,
      batt: MONTEREY_INTEL.batt,
    },
    { ioreg: VENTURA_SILICON.ioreg },
  );
  const system = systemOf(programs);
  const report = await system.doctor.examine(NIGHT);
  expect(report.events).toHaveLength(6);
  expect(report.events[0]).toMatchObject({ kind: 'wake', why: 'somebody used it' });
  expect(report.findings.map(({ code }) => code)).toEqual([
    'slept',
    'sleeps_when_idle',
    'disks_sleep',
    'stays_off',
    'dark_wakes',
    'kept_awake_by_others',
  ]);
  expect(report.lid).toMatch(/^it sleeps when the lid is closed/);
  expect(report.settings['womp']).toBe('1');
  expect(report.reading).toEqual({ at: report.at, source: 'battery', percent: 64, lowPower: false });
  // What nobody can know is always said.
  expect(report.cannotKnow).toHaveLength(2);
  expect(await system.lid()).toBe('open');
});

it('what fails is told, and leaves the rest', async () => {
  const programs = await installPmset(folder.path, {
    general: 'Usage: pmset <options>\n',
    log: '',
    batt: 'No batteries here\n',
  });
  const report = await systemOf(programs).doctor.examine(NIGHT);
  const said = report.cannotKnow.join('\n');
  expect(said).toMatch(/the settings of each power source: .*custom cannot be had/s);
  expect(said).toMatch(/who keeps it awake: .*assertions cannot be had/s);
  expect(said).toMatch(/the settings in force: what pmset printed is not understood/);
  expect(said).toMatch(/what it is fed by: what pmset printed is not understood/);
  expect(report.reading).toBeUndefined();
  expect(report).toMatchObject({
    findings: [],
    keepsAwake: [],
    events: [],
    lid: 'it has no lid, or none that can be asked',
  });
  const none = await systemOf({ pmset: '/nowhere/pmset', ioreg: '/nowhere/ioreg' }).doctor.examine(NIGHT);
  expect(none.cannotKnow).toHaveLength(9);
});

it('a log of 50 MB is read in pieces, and what is kept of it is bounded', async () => {
  const programs = await installPmset(folder.path, {});
  const file = createWriteStream(join(folder.path, 'log.txt'));
  const noise = `2023-05-11 23:02:17 +0000 Assertions          \tPID 483(sharingd) Created PreventUserIdleSystemSleep "Handoff" 00:00:00  id:0x0x100008f5a [System: PrevIdle DeclUser kDisp]\t           \n`;
  const block = noise.repeat(3_000);
  for (let n = 0; n < 100; n += 1) {
    const at = new Date(Date.UTC(2023, 4, 1) + n * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    file.write(`${at} +0000 Sleep               \tEntering Sleep state due to 'Idle Sleep'\n${block}`);
  }
  file.end();
  await finished(file);
  expect(file.bytesWritten).toBeGreaterThan(45_000_000);
  const history = createLogHistory(programs.pmset, process.env);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = process.memoryUsage().heapUsed;
  const { events, more } = await history.between({ from: 0, to: Date.UTC(2024, 0, 1) }, 10);
  delay.disable();
  expect(events).toHaveLength(10);
  expect(more).toBe(true);
  expect(events.at(-1)?.at).toBe('2023-05-05T03:00:00.000Z');
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(40_000_000);
  // Other work gets its turn all the while.
  expect(delay.percentile(99) / 1e6).toBeLessThan(50);
  process.stdout.write(
    `50 MB of log: event loop delay p50 ${(delay.percentile(50) / 1e6).toFixed(1)} ms, p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms\n`,
  );
  // Past the time that is asked about the program is ended.
  const early = await history.between({ from: 0, to: Date.UTC(2023, 4, 1, 5) }, 100);
  expect(early.events).toHaveLength(6);
}, 60_000);

it('a log that cannot be read is told, also behind a filter', async () => {
  const programs = await installPmset(folder.path, {});
  const window = { from: 0, to: Date.now() };
  await expect(createLogHistory(programs.pmset, process.env).between(window, 10)).rejects.toThrow(
    /pmset failed: pmset: log cannot be had/,
  );
  await expect(createLogHistory('/nowhere/pmset', process.env).between(window, 10)).rejects.toThrow(
    /\/nowhere\/pmset failed/,
  );
});
