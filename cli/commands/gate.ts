import { Option, type Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { CliContext } from '../context.ts';
import { verdictLines } from '../gate-words.ts';
import { parseParams } from '../parse-params.ts';
import { parseOrder, readOrderText } from '../read-order.ts';
import { openSession } from '../session.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('[task]', 'id of the task')
    .addOption(
      new Option('--order <file>', 'a work order instead; - reads standard input').conflicts('param'),
    )
    .option('-p, --param <name=value>', 'a parameter; may be given again', collect)
    .addHelpText(
      'after',
      '\nRuns nothing. Exits with 0 where it would run unasked, 75 where a human would be asked, 77 where it never runs.\n' +
        '\nExamples:\n  luka gate backup\n  luka gate --order nightly.json --json',
    )
    .action(async (task: string | undefined, options: { order?: string; param?: string[] }) => {
      if ((task === undefined) === (options.order === undefined))
        throw new LukaError('usage', {
          message: 'it is not said what to judge',
          remedy: 'name a task, or give --order <file>',
        });
      const body =
        options.order === undefined
          ? { task: task!, params: parseParams(options.param ?? []) }
          : { order: parseOrder(await readOrderText(options.order), options.order) };
      const { client, terminal, json } = await openSession(context);
      const verdict = await client.judge({ body });
      if (json) await terminal.json(verdict);
      else for (const line of verdictLines(terminal, verdict)) await terminal.print(line);
      context.exitWith({ allow: 0, ask: 75, deny: 77 }[verdict.decision]);
    });
}

function collect(word: string, words: string[] = []): string[] {
  return [...words, word];
}
