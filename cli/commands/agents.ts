/** `luka agents`: launchd's jobs, seen and mended from the command line. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { define as doctor } from './agents-doctor.ts';
import { define as edit } from './agents-edit.ts';
import { define as fix } from './agents-fix.ts';
import { define as history } from './agents-history.ts';
import { define as giveBack } from './agents-give-back.ts';
import { define as importAgents } from './agents-import.ts';
import { define as lint } from './agents-lint.ts';
import { define as list } from './agents-list.ts';
import { define as create } from './agents-new.ts';
import { define as rollback } from './agents-rollback.ts';
import { define as show } from './agents-show.ts';
import { define as change } from './agents-switch.ts';

export function define(command: Command, context: CliContext): void {
  list(command.command('list').description('every agent, its state, and why'), context);
  show(command.command('show').description('one agent: what it is, what is wrong, its log'), context);
  doctor(command.command('doctor').description('what is wrong, the worst first, and what mends it'), context);
  lint(command.command('lint').description('say what is wrong with plists, and how to mend it'), context);
  create(command.command('new').description('write a plist for what to run and when, and load it'), context);
  fix(command.command('fix').description('mend what can be mended safely'), context);
  edit(command.command('edit').description('put another plist in its place'), context);
  change(command.command('enable').description('let launchd load it again, and load it'), context, 'enable');
  change(command.command('disable').description('unload it, and keep it unloaded'), context, 'disable');
  change(command.command('remove').description('unload it and take its plist away'), context, 'remove');
  history(command.command('history').description('what Luka changed'), context);
  rollback(command.command('rollback').description('bring back what was before a change'), context);
  importAgents(command.command('import').description('make tasks of agents'), context);
  giveBack(command.command('give-back').description('let launchd have an agent again'), context);
  command.addHelpText(
    'after',
    '\nExamples:\n  luka agents doctor\n  luka agents fix com.me.backup\n  luka agents lint ~/backup/com.me.job.plist',
  );
}
