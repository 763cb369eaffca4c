/** `luka power`: whether and how this machine sleeps, and who keeps it awake. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { define as awake, defineRelease } from './power-awake.ts';
import { define as doctor } from './power-doctor.ts';
import { define as headless } from './power-headless.ts';
import { define as status } from './power-status.ts';
import { define as wakes } from './power-wakes.ts';

export function define(command: Command, context: CliContext): void {
  status(command.command('status').description('who keeps the machine awake, and until when'), context);
  awake(command.command('awake').description('keep the machine awake'), context);
  defineRelease(command.command('release').description('let the machine sleep again'), context);
  doctor(
    command.command('doctor').description('why it slept, who keeps it awake, what stops work at night'),
    context,
  );
  wakes(command.command('wakes').description('have the machine wake for important tasks'), context);
  headless(command.command('headless').description('make this a Mac that never sleeps'), context);
  command.addHelpText(
    'after',
    '\nExamples:\n  luka power status\n  luka power awake for 2h\n  luka power doctor\n  luka power headless restore --dry-run',
  );
}
