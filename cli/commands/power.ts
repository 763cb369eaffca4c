/** `luka power`: whether and how this machine sleeps. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { define as headless } from './power-headless.ts';

export function define(command: Command, context: CliContext): void {
  headless(command.command('headless').description('make this a Mac that never sleeps'), context);
  command.addHelpText(
    'after',
    '\nExamples:\n  luka power headless restore --dry-run\n  luka power headless verify',
  );
}
