/** Everything that is watched for, of the machine Luka runs on. */
import { homedir } from 'node:os';
import type { Clock } from '../clock.ts';
import type { Machine } from '../conditions/ports.ts';
import { runProgram } from '../conditions/run-program.ts';
import { createFileSource } from './file-source.ts';
import { createLoginSession } from './login-session.ts';
import { createLoginSource } from './login-source.ts';
import type { TriggerSource } from './ports.ts';
import { createVolumeSource } from './volume-source.ts';

export interface SourcesOptions {
  readonly clock: Clock;
  readonly machine: Machine;
  readonly env: NodeJS.ProcessEnv;
  /** The login that was seen last, kept across starts. */
  readonly login: { get(): string | undefined; set(id: string | undefined): void };
}

export function createSources({
  clock,
  machine,
  env,
  login,
}: SourcesOptions): Record<'file' | 'volume' | 'login', TriggerSource> {
  const home = env['HOME'] ?? homedir();
  return {
    file: createFileSource({ clock, home, onVolumes: (listener) => machine.onVolumes(listener) }),
    volume: createVolumeSource({ clock, machine }),
    login: createLoginSource({
      clock,
      session: createLoginSession({ run: runProgram }),
      remembered: () => login.get(),
      remember: (id) => login.set(id),
      forget: () => login.set(undefined),
    }),
  };
}
