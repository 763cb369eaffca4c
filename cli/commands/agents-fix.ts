import type { Command } from 'commander';
import { changeAgent, type ChangeOptions } from '../change-agent.ts';
import type { CliContext } from '../context.ts';
import { openSession } from '../session.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<agent>', 'its label')
    .option('--code <code...>', 'only findings of these codes')
    .option('--dry-run', 'only show what would be done')
    .option('-y, --yes', 'without asking')
    .addHelpText(
      'after',
      '\nExamples:\n  luka agents fix com.me.backup --dry-run\n  luka agents fix com.me.backup --code path_unexpanded --yes',
    )
    .action(async (agent: string, { code, ...options }: ChangeOptions & { code?: string[] }) => {
      const session = await openSession(context);
      const { id, hash } = await session.client.getAgent({ params: { agent } });
      const codes = code === undefined ? {} : { codes: code };
      context.exitWith(
        await changeAgent(
          session,
          (dryRun) => session.client.fixAgent({ params: { agent: id }, body: { hash, dryRun, ...codes } }),
          options,
        ),
      );
    });
}
