import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { openSession } from '../session.ts';
import { parseApproval } from './approvals.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<approval>', 'its number; see luka approvals')
    .option('--reason <text>', 'whoever asked is told')
    .addHelpText('after', '\nExamples:\n  luka deny 7 --reason "use the staging folder"')
    .action(async (text: string, { reason }: { reason?: string }) => {
      const { client, terminal, json } = await openSession(context);
      const body = reason === undefined ? {} : { reason };
      const approval = await client.deny({ params: { approval: parseApproval(text) }, body });
      if (json) return terminal.json(approval);
      await terminal.print(`denied: run ${approval.run} does not start`);
    });
}
