import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { openSession } from '../session.ts';

export function define(command: Command, context: CliContext): void {
  command
    .option('--reason <text>', 'kept in the audit')
    .addHelpText(
      'after',
      '\nNothing new starts, whoever asks; what is running goes on (see luka cancel). Ends with luka thaw.\n' +
        '\nExamples:\n  luka freeze --reason "something deletes files"',
    )
    .action(async ({ reason }: { reason?: string }) => {
      const { client, terminal, json } = await openSession(context);
      const policy = await client.freeze({ body: reason === undefined ? {} : { reason } });
      if (json) return terminal.json(policy);
      await terminal.print('frozen: nothing new starts');
      await terminal.note(terminal.style('dim', 'end it with: luka thaw', 'err'));
    });
}
