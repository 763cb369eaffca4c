import { Option, type Command } from 'commander';
import { PRIORITIES, type Priority } from '#shared/nouns/priority.ts';
import { connect } from '../connect.ts';
import type { CliContext } from '../context.ts';
import { announceRun } from '../follow-run.ts';
import { parseParams } from '../parse-params.ts';

interface Options {
  param?: string[];
  follow?: boolean;
  priority?: Priority;
  force?: boolean;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('<task>', 'id of the task')
    .option('-p, --param <name=value>', 'a parameter; may be given again', collect)
    .option('-f, --follow', "watch its log, and end with the run's own exit code")
    .addOption(new Option('--priority <priority>', 'its place in the queue').choices(PRIORITIES))
    .option('--force', 'run it although it is switched off')
    .addHelpText(
      'after',
      '\nWith --follow: exits with the code of the step that failed, 124 after a timeout, 130 when cancelled or left\n' +
        'with Ctrl-C (the run goes on), 126 when denied. With --json too: one line an event.\n' +
        '\nExamples:\n  luka run backup --param target=/Volumes/hd2 --follow\n  luka run report --priority high --json',
    )
    .action(async (task: string, options: Options) => {
      const { terminal } = context;
      const { param, follow = false, priority, force } = options;
      const params = parseParams(param ?? []);
      const { client } = await connect(context.home());
      const run = await client.runTask({
        params: { task },
        headers: {},
        body: {
          params,
          ...(priority === undefined ? {} : { priority }),
          ...(force === undefined ? {} : { force }),
        },
      });
      context.exitWith(await announceRun({ client, terminal, json: context.json(), run, follow }));
    });
}

function collect(word: string, words: string[] = []): string[] {
  return [...words, word];
}
