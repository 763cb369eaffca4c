/** `luka service`: a person's word to a task that is kept running. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';
import { serviceSentence } from './services.ts';

export const SERVICE_ACTIONS = ['start', 'stop', 'restart'] as const;
export type ServiceAction = (typeof SERVICE_ACTIONS)[number];

const WORDS: Readonly<Record<ServiceAction, { summary: string; help: string }>> = {
  start: { summary: 'start a service now', help: 'Whatever wait or failure kept it down is forgotten.' },
  stop: {
    summary: 'end a service',
    help: 'It stays stopped until you start it, also when Luka is started again.',
  },
  restart: { summary: 'end a service, and start it again', help: 'One that is down is started.' },
};

export function define(command: Command, context: CliContext): void {
  for (const action of SERVICE_ACTIONS) {
    command
      .command(action)
      .description(WORDS[action].summary)
      .argument('<task>', 'id of the task')
      .addHelpText('after', `\n${WORDS[action].help}\n\nExample:\n  luka service ${action} web`)
      .action(async (task: string) => changeService(await openSession(context), action, task));
  }
  command.addHelpText('after', '\nExamples:\n  luka service restart web\n  luka service stop web');
}

export async function changeService(
  { client, terminal, json }: Session,
  action: ServiceAction,
  task: string,
): Promise<void> {
  const request = { params: { task }, body: {} };
  const status =
    action === 'start'
      ? await client.startService(request)
      : action === 'stop'
        ? await client.stopService(request)
        : await client.restartService(request);
  if (json) return terminal.json(status);
  await terminal.print(serviceSentence(terminal, status));
}
