import type { Command } from 'commander';
import { connect } from '../connect.ts';
import type { CliContext } from '../context.ts';

interface Options {
  run?: string;
  title?: string;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('<id>', 'lower-case letters, digits, ".", "-" and "_"; also the name of the file')
    .option('--run <command>', 'the shell line of its first step')
    .option('--title <text>', 'what people read')
    .addHelpText(
      'after',
      '\nExamples:\n  luka task new backup --run "rsync -a ~/Notes /Volumes/hd2/"\n  luka task new report',
    )
    .action(async (id: string, { run, title }: Options) => {
      const { client } = await connect(context.home());
      const task = await client.createTask({
        body: { id, ...(run === undefined ? {} : { run }), ...(title === undefined ? {} : { title }) },
      });
      if (context.json()) return context.terminal.json(task);
      await context.terminal.print(task.file);
      await context.terminal.note(`edit it, then: luka run ${task.id} --follow`);
    });
}
