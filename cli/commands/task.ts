/** `luka task`: the task files, seen from the command line. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { define as lint } from './task-lint.ts';
import { define as list } from './task-list.ts';
import { define as create } from './task-new.ts';
import { defineSwitch } from './task-switch.ts';

export function define(command: Command, context: CliContext): void {
  list(command.command('list').alias('ls').description('every task, its state and when it is due'), context);
  lint(command.command('lint').description('check task files, and say what is wrong where'), context);
  create(command.command('new').description('write a new task file from a template'), context);
  defineSwitch(command.command('enable').description('let its triggers start it'), context, true);
  defineSwitch(command.command('disable').description('keep its triggers from starting it'), context, false);
  command.addHelpText('after', '\nExamples:\n  luka task list\n  luka task lint my-task.yaml');
}
