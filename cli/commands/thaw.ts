import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { openSession } from '../session.ts';

export function define(command: Command, context: CliContext): void {
  command.addHelpText('after', '\nExamples:\n  luka thaw').action(async () => {
    const { client, terminal, json } = await openSession(context);
    const policy = await client.thaw({ body: {} });
    if (json) return terminal.json(policy);
    await terminal.print('thawed: things start again');
  });
}
