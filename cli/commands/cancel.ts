import type { Command } from 'commander';
import { isActive } from '#shared/nouns/run.ts';
import { connect } from '../connect.ts';
import type { CliContext } from '../context.ts';
import { parseRunReference, resolveRun } from '../run-reference.ts';
import { runName, runSentence } from '../run-words.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<run>', 'its number (12 or #12), or `last`')
    .option('--reason <text>', 'kept with the run')
    .addHelpText(
      'after',
      '\nEnds the run and everything it started: first politely, then for good after its grace.\n' +
        '\nExamples:\n  luka cancel 12\n  luka cancel last --reason "wrong folder"',
    )
    .action(async (text: string, { reason }: { reason?: string }) => {
      const reference = parseRunReference(text);
      const { terminal } = context;
      const { client } = await connect(context.home());
      const run = await client.cancelRun({
        params: { run: await resolveRun(client, reference) },
        body: reason === undefined ? {} : { reason },
      });
      if (context.json()) return terminal.json(run);
      await terminal.print(
        isActive(run.state)
          ? `run ${run.id} of ${runName(run)} is being ended`
          : runSentence(terminal, run, 'out'),
      );
    });
}
