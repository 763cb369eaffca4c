import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<task>', 'id of the task')
    .option('--renew', 'give it a new address; the old one is dead at once')
    .addHelpText(
      'after',
      '\nWhoever knows the address may start the task, from this machine. Prints nothing else on stdout.\n' +
        '\nExamples:\n  luka hook deploy\n  curl -X POST -H "content-type: application/json" -d "{}" "$(luka hook deploy)"\n  luka hook deploy --renew',
    )
    .action(async (task: string, { renew = false }: { renew?: boolean }) =>
      showHook(await openSession(context), task, renew),
    );
}

export async function showHook(session: Session, task: string, renew: boolean): Promise<void> {
  const { client, terminal } = session;
  const hook = await (renew
    ? client.renewHook({ params: { task }, body: {} })
    : client.getHook({ params: { task } }));
  if (session.json) return terminal.json(hook);
  await terminal.print(hook.url);
  const times = hook.perMinute === 1 ? 'once' : `${hook.perMinute} times`;
  await terminal.note(
    terminal.style(
      'dim',
      `${renew ? 'the old address is dead; this one' : 'it'} takes a POST, at most ${times} a minute`,
      'err',
    ),
  );
}
