/** What this system has for power: a blocker, a record of its sleep, a doctor, a way to plan wakes. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunProgram } from '../conditions/run-program.ts';
import type { Clock } from '../clock.ts';
import { chooseBlocker } from './blockers/choose-blocker.ts';
import type { SleepBlocker } from './blockers/ports.ts';
import { createDarwinDoctor } from './doctor/darwin/darwin-doctor.ts';
import { createLogHistory } from './doctor/darwin/log-history.ts';
import { readLid } from './doctor/darwin/read-settings.ts';
import { createJournalHistory } from './doctor/linux/journal-history.ts';
import { createLinuxDoctor } from './doctor/linux/linux-doctor.ts';
import type { PowerDoctor, SleepHistory } from './doctor/ports.ts';
import { createUnknownDoctor } from './doctor/unknown-doctor.ts';
import { createPmsetWakes } from './wakes/pmset-wakes.ts';
import type { WakeTool } from './wakes/wake-tool.ts';

const execute = promisify(execFile);

export interface PowerSystem {
  readonly blocker: SleepBlocker;
  readonly history: SleepHistory | undefined;
  readonly doctor: PowerDoctor;
  readonly wakes: WakeTool | undefined;
  /** Undefined where there is no lid, or none that can be asked. */
  readonly lid: () => Promise<'open' | 'closed' | undefined>;
}

export interface PowerSystemOptions {
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  readonly run: RunProgram;
}

/** `LUKA_PMSET` and `LUKA_IOREG` name other programs; with the first of them any system is taken for a Mac's. */
export function createPowerSystem(options: PowerSystemOptions): PowerSystem {
  const { platform, env } = options;
  if (platform === 'darwin' || env['LUKA_PMSET']) return darwin(options);
  return platform === 'linux' ? linux(options) : unknown(options);
}

function darwin({ platform, clock, env, run }: PowerSystemOptions): PowerSystem {
  const blocker = chooseBlocker({ platform, env, clock });
  const pmset = env['LUKA_PMSET'] || '/usr/bin/pmset';
  const ioreg = env['LUKA_IOREG'] || '/usr/sbin/ioreg';
  // Told in the zone of the machine, which `run` does not keep.
  const sched = async (): Promise<string> =>
    (await execute(pmset, ['-g', 'sched'], { timeout: 5_000, env: { ...env, LC_ALL: 'C' } })).stdout;
  const history = createLogHistory(pmset, env);
  return {
    blocker,
    history,
    doctor: createDarwinDoctor({ clock, run, pmset, ioreg, history, sched, ownPids: blocker.pids }),
    wakes: createPmsetWakes(pmset, sched),
    lid: async () => {
      const text = await run(ioreg, ['-r', '-k', 'AppleClamshellState', '-d', '1']).catch(() => '');
      return readLid(text)?.state;
    },
  };
}

function linux({ platform, clock, env, run }: PowerSystemOptions): PowerSystem {
  const blocker = chooseBlocker({ platform, env, clock });
  const history = createJournalHistory('journalctl', env);
  return {
    blocker,
    history,
    doctor: createLinuxDoctor({ clock, run, history, ownPids: blocker.pids }),
    wakes: undefined,
    lid: linuxLid,
  };
}

function unknown({ platform, clock, env }: PowerSystemOptions): PowerSystem {
  return {
    blocker: chooseBlocker({ platform, env, clock }),
    history: undefined,
    doctor: createUnknownDoctor(platform, clock),
    wakes: undefined,
    lid: () => Promise.resolve(undefined),
  };
}

/** `/proc/acpi/button/lid/LID0/state`: `state:      open`. */
async function linuxLid(): Promise<'open' | 'closed' | undefined> {
  const folder = '/proc/acpi/button/lid';
  const [name] = await readdir(folder).catch(() => []);
  if (name === undefined) return undefined;
  const text = await readFile(join(folder, name, 'state'), 'utf8').catch(() => '');
  const [, state] = /state:\s+(open|closed)/.exec(text) ?? [];
  return state === 'open' || state === 'closed' ? state : undefined;
}
