/**
 * Linux: systemd-inhibit(1), one for each hold. It holds for as long as the program behind it runs: one that says that it was
 * started, and then waits for the end of its stdin, which is ours and ends with us.
 *
 * Who sits at the machine may delay and block sleep; others mostly may only say that it is not idle (polkit's
 * `inhibit-block-sleep`). Then that much is held, and told.
 */
import type { Clock } from '../../clock.ts';
import { createProgramBlocker, type HoldProgram } from './program-blocker.ts';
import type { SleepBlocker } from './ports.ts';

export interface InhibitOptions {
  readonly program?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Pick<Clock, 'monotonic'>;
}

const HELD = 'luka holds';

export function createInhibit({ program = 'systemd-inhibit', env, clock }: InhibitOptions): SleepBlocker {
  const how = (what: string): HoldProgram => ({
    name: 'systemd-inhibit',
    program,
    args: ({ why }) => [
      `--what=${what}`,
      '--who=Luka',
      `--why=${why}`,
      '--mode=block',
      'sh',
      '-c',
      `echo ${HELD} && exec cat`,
    ],
    says: HELD,
  });
  return createProgramBlocker(
    {
      ...how('idle:sleep'),
      instead: (why) =>
        /access denied|interactive authentication required|not authorized/i.test(why)
          ? {
              program: how('idle'),
              message:
                'it may only keep the machine from idle sleep: blocking sleep itself is not allowed here',
            }
          : undefined,
    },
    { env, clock },
  );
}
