/**
 * macOS: caffeinate(8), one for each hold. `-i` keeps from idle sleep, `-d` the display too; `-w` ends it with us, also after
 * a kill -9. It waits for our pid and not for a run's: a run has a process for each of its steps, and is held between them.
 * Nothing keeps a Mac awake whose lid is closed, nor one whose battery is empty.
 */
import type { Clock } from '../../clock.ts';
import { createProgramBlocker } from './program-blocker.ts';
import type { SleepBlocker } from './ports.ts';

export interface CaffeinateOptions {
  readonly program?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly pid?: number | undefined;
}

export function createCaffeinate(options: CaffeinateOptions): SleepBlocker {
  const { program = '/usr/bin/caffeinate', env, clock, pid = process.pid } = options;
  return createProgramBlocker(
    {
      name: 'caffeinate',
      program,
      args: ({ kind }) => ['-i', ...(kind === 'display' ? ['-d'] : []), '-w', String(pid)],
    },
    { env, clock },
  );
}
