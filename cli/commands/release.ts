import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { formatClock, formatMoment } from '../moments.ts';
import { openSession, type Session } from '../session.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<task>', 'id of the task')
    .addHelpText(
      'after',
      '\nA task that failed again and again is in quarantine: its triggers do not start it until it is released.\n' +
        '\nExamples:\n  luka release backup\n  luka task list --json | jq ".tasks[] | select(.health.quarantinedAt)"',
    )
    .action(async (task: string) => release(await openSession(context), task));
}

export async function release(session: Session, id: string): Promise<void> {
  const { client, terminal, now } = session;
  const task = await client.releaseTask({ params: { task: id }, body: {} });
  if (session.json) return terminal.json(task);
  const next =
    task.nextDue === undefined
      ? ''
      : `; next ${formatClock(task.nextDue, now)} (${formatMoment(task.nextDue, now)})`;
  await terminal.print(`task ${task.id} is released: its triggers start it again${next}`);
}
