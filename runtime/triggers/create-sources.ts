/** Everything that is watched for, of the machine Luka runs on. */
import { homedir } from 'node:os';
import type { Clock } from '../clock.ts';
import { createFileSource } from './file-source.ts';
import type { TriggerSource } from './ports.ts';

export interface SourcesOptions {
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
}

export function createSources({
  clock,
  env,
}: SourcesOptions): Partial<Record<'file' | 'volume' | 'login', TriggerSource>> {
  return { file: createFileSource({ clock, home: env['HOME'] ?? homedir() }) };
}
