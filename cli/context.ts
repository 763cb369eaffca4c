/** What every command is given, and how a command file looks to the entry. */
import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

export interface CliContext {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  /** Whether --json was given. */
  readonly json: () => boolean;
  /** Absolute path: --home, else LUKA_HOME, else the system's usual place. */
  readonly home: () => string;
  /** Sets what the process ends with, where that is not 0. */
  readonly exitWith: (code: number) => void;
}

export interface CommandModule {
  /** Adds arguments, options, help and action to a command that has its name and summary already. */
  define(command: Command, context: CliContext): void;
}
