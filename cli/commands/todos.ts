/** `luka todos`: what is open, and where it stands. */
import type { Command } from 'commander';
import type { ToDoSource } from '#shared/nouns/report.ts';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .option('--owner <name>', 'only of this one: GG, CLS, Codex, a name')
    .option('--phase <name>', 'only of this phase')
    .addHelpText(
      'after',
      '\nApprovals, results and failures are to-dos by themselves. So are lines of memories and of reports such as\n' +
        '"- [ ] build: the mover (Codex)", until the same line is checked off somewhere: "- [x] build: the mover (Codex)".\n' +
        '\nExamples:\n  luka todos\n  luka todos --owner GG\n  luka todos --phase build --json',
    )
    .action(async (options: { owner?: string; phase?: string }) => {
      await listToDos(await openSession(context), options);
    });
}

export async function listToDos(
  { client, terminal, json }: Session,
  query: { owner?: string; phase?: string },
): Promise<void> {
  const answer = await client.listToDos({ query });
  if (json) return terminal.json(answer);
  if (answer.toDos.length === 0) return terminal.note('nothing is open');
  const rows = answer.toDos.map(({ phase, task, owner, source }) => [
    safeText(phase),
    safeText(owner),
    safeText(placeOf(source)),
    safeText(task),
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['PHASE', 'OWNER', 'WHERE', 'TO DO'], rows, options))
    await terminal.print(line);
  if (answer.more) await terminal.note('there are more');
}

function placeOf({ kind, id, line }: ToDoSource): string {
  return `${kind === 'quarantine' ? 'task' : kind} ${id}${line === undefined ? '' : `:${line}`}`;
}
