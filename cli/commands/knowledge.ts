/** `luka knowledge`: what Luka has read, and what is found in it. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { define as consolidate } from './knowledge-consolidate.ts';
import { define as duplicates } from './knowledge-duplicates.ts';
import { define as evaluate } from './knowledge-eval.ts';
import { define as model } from './knowledge-model.ts';
import { define as recall } from './knowledge-recall.ts';
import { defineSources } from './knowledge-sources.ts';
import { defineSync } from './knowledge-sync.ts';
import { defineSearch } from './search.ts';

export function define(command: Command, context: CliContext): void {
  defineSync(command, context);
  defineSources(command, context);
  defineSearch(command.command('search').description('find words'), context, 'luka knowledge search');
  recall(command.command('recall').description('find what is meant'), context);
  model(command.command('model').description('the model that compares meaning'), context);
  evaluate(command.command('eval').description('measure how well questions are answered'), context);
  consolidate(
    command.command('consolidate').description('write reports of what is double, stale, linked and new'),
    context,
  );
  duplicates(command.command('duplicates').description('documents that say nearly the same'), context);
  command.addHelpText(
    'after',
    '\nExamples:\n  luka knowledge search backup disk\n  luka knowledge recall how do I restore a backup\n  luka knowledge eval ~/questions',
  );
}
