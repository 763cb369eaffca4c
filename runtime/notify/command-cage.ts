/** What stands around the command of a channel: what the policy puts around the person's own runs. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HomeLayout } from '../home/layout.ts';
import { cleanEnvironment } from '../runs/environment.ts';
import { limitShell } from '../safety/limits/limit-shell.ts';
import type { EffectivePolicy } from '../safety/policy/effective-policy.ts';
import type { Sandbox } from '../safety/sandbox/sandbox.ts';
import type { CommandOptions } from './channels/command.ts';

export interface CommandCageOptions {
  readonly layout: HomeLayout;
  readonly personHome: string;
  readonly policy: () => Pick<EffectivePolicy, 'confinement' | 'limits' | 'network'>;
  readonly findSandbox: () => Promise<Sandbox | { reason: string }>;
}

export function createCommandCage(options: CommandCageOptions): CommandOptions['cage'] {
  const { layout, personHome, policy, findSandbox } = options;
  return async (argv, env) => {
    const { confinement, limits, network } = policy();
    const clean = cleanEnvironment(env).env;
    const limited = limitShell(argv, limits.person);
    const level = confinement.person;
    if (level === 'off') return { argv: limited, env: clean };
    const sandbox = await findSandbox();
    if ('reason' in sandbox) throw new Error(`it must be confined, and cannot be: ${sandbox.reason}`);
    const scratch = join(layout.scratch, 'notify');
    await mkdir(scratch, { recursive: true, mode: 0o700 });
    const confined = await sandbox.wrap(limited, {
      level,
      writable: [],
      readable: argv[0].startsWith('/') ? [dirname(argv[0])] : [],
      files: [],
      scratch,
      cwd: personHome,
      personHome,
      lukaHome: layout.root,
      lukaReadable: [],
      network,
    });
    return { argv: confined.argv, env: clean };
  };
}
