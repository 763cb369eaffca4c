import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { PauseScope } from '#shared/nouns/slot.ts';
import type { CliContext } from '../context.ts';
import { formatClock } from '../moments.ts';
import { parseScope } from '../parse-scope.ts';
import { openSession, type Session } from '../session.ts';
import { scopeText } from '../slot-words.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('[task]', 'id of the task')
    .option('--tag <tag>', 'the pause of this tag')
    .option('--all', 'the pause of everything; pauses of single tasks and tags stay')
    .addHelpText(
      'after',
      '\nWhat was due meanwhile is caught up as each task says.\n' +
        '\nExamples:\n  luka resume backup\n  luka resume --all',
    )
    .action(async (task: string | undefined, options: { tag?: string; all?: boolean }) => {
      const scope = parseScope(task, options);
      if (scope === undefined)
        throw new LukaError('usage', {
          message: 'it is not said what to resume',
          remedy: 'name a task, --tag <tag> or --all; `luka pause` lists what is paused',
        });
      await resume(await openSession(context), scope);
    });
}

export async function resume(session: Session, scope: PauseScope): Promise<void> {
  const { client, terminal, now } = session;
  const answer = await client.resume({ body: { scope } });
  if (session.json) return terminal.json(answer);
  for (const pause of answer.ended)
    await terminal.print(`${scopeText(pause.scope)}: resumed, paused since ${formatClock(pause.from, now)}`);
}
