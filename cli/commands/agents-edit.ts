import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { changeAgent, type ChangeOptions } from '../change-agent.ts';
import type { CliContext } from '../context.ts';
import { openSession } from '../session.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<agent>', 'its label')
    .argument('<file>', 'the new plist; `luka agents show <agent> --plist` prints the one that is there')
    .option('--dry-run', 'only show what would be done')
    .option('-y, --yes', 'without asking')
    .addHelpText(
      'after',
      '\nWhere a secret stands as •••••• it stays as it is.\n\nExamples:\n  luka agents edit com.me.backup new.plist --dry-run\n  luka agents show com.me.backup --plist > new.plist',
    )
    .action(async (agent: string, file: string, options: ChangeOptions) => {
      const session = await openSession(context);
      const text = await readFile(resolve(file), 'utf8').catch((error: unknown) => {
        throw new LukaError('file_unreadable', {
          message: `${file} cannot be read (${error instanceof Error ? error.message : String(error)})`,
          cause: error,
        });
      });
      const { id, hash } = await session.client.getAgent({ params: { agent } });
      context.exitWith(
        await changeAgent(
          session,
          (dryRun) => session.client.editAgent({ params: { agent: id }, body: { text, hash, dryRun } }),
          options,
        ),
      );
    });
}
