import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { changeAgent, type ChangeOptions } from '../change-agent.ts';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<change>', 'its number, as `luka agents history` has it; or a label: its newest change')
    .option('--dry-run', 'only show what would be done')
    .option('-y, --yes', 'without asking')
    .addHelpText(
      'after',
      '\nExamples:\n  luka agents rollback 12\n  luka agents rollback com.me.backup --dry-run',
    )
    .action(async (name: string, options: ChangeOptions) => {
      const session = await openSession(context);
      const change = await findChange(session, name);
      context.exitWith(
        await changeAgent(
          session,
          (dryRun) => session.client.rollbackAgent({ params: { change }, body: { dryRun } }),
          options,
        ),
      );
    });
}

/** @throws LukaError change_unknown */
export async function findChange({ client }: Pick<Session, 'client'>, name: string): Promise<number> {
  if (/^#?\d{1,15}$/.test(name)) return Number(name.replace('#', ''));
  const { changes } = await client.agentHistory({ query: { label: name, limit: 20 } });
  const newest = changes.find(({ state }) => state === 'done');
  if (newest === undefined)
    throw new LukaError('change_unknown', { message: `Luka has changed nothing of ${name}` });
  return newest.id;
}
