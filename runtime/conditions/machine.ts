/** The machine Luka runs on. */
import { systemClock, type Clock } from '../clock.ts';
import { createDarwinMachine } from './machine-darwin.ts';
import { createLinuxMachine } from './machine-linux.ts';
import type { Machine } from './ports.ts';
import { runProgram, type RunProgram } from './run-program.ts';

export interface MachineOptions {
  readonly run?: RunProgram | undefined;
  readonly clock?: Clock | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

export function createMachine(
  platform: NodeJS.Platform = process.platform,
  options: MachineOptions = {},
): Machine {
  const { run = runProgram, clock = systemClock, env = process.env } = options;
  return platform === 'darwin'
    ? createDarwinMachine({ run, clock })
    : createLinuxMachine({ run, clock, env });
}
