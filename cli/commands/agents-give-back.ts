import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';
import { safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<task>', 'id of a task that was an agent')
    .addHelpText(
      'after',
      '\nEnds the task, then lets launchd have its agent again. A task file that was edited since is kept, and off.\n' +
        '\nExample:\n  luka agents give-back com.me.backup',
    )
    .action(async (task: string) => giveBack(await openSession(context), task));
}

export async function giveBack({ client, terminal, json }: Session, task: string): Promise<void> {
  const back = await client.giveBackAgent({ params: { task }, body: {} });
  if (json) return terminal.json(back);
  await terminal.print(`launchd has ${safeText(back.label)} again`);
  await terminal.note(
    back.removed ? `the task ${safeText(task)} is removed` : `the task ${safeText(task)} is kept, and off`,
  );
}
