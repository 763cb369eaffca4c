/** `luka agents enable|disable|remove`: one shape for the three. */
import type { Command } from 'commander';
import { changeAgent, type ChangeOptions } from '../change-agent.ts';
import type { CliContext } from '../context.ts';
import { openSession } from '../session.ts';

export function define(command: Command, context: CliContext, action: 'enable' | 'disable' | 'remove'): void {
  command
    .argument('<agent>', 'its label')
    .option('--dry-run', 'only show what would be done')
    .option('-y, --yes', 'without asking')
    .addHelpText(
      'after',
      `\nExamples:\n  luka agents ${action} com.me.backup\n  luka agents ${action} com.me.backup --dry-run`,
    )
    .action(async (agent: string, options: ChangeOptions) => {
      const session = await openSession(context);
      const { id, hash } = await session.client.getAgent({ params: { agent } });
      context.exitWith(
        await changeAgent(
          session,
          (dryRun) => session.client.changeAgent({ params: { agent: id }, body: { action, hash, dryRun } }),
          options,
        ),
      );
    });
}
