/** `luka knowledge consolidate`: reports of what is double, stale, linked, contradictory and new. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .addHelpText(
      'after',
      '\nNothing of yours is changed. To have it done every night, make a task of it:\n' +
        '  title: Consolidate knowledge\n  triggers:\n    - cron: 30 3 * * *\n  steps:\n    - run: luka knowledge consolidate\n' +
        '\nExamples:\n  luka knowledge consolidate\n  luka knowledge consolidate --json | jq .contradictions',
    )
    .action(async () => consolidateKnowledge(await openSession(context)));
}

export async function consolidateKnowledge({ client, terminal, json }: Session): Promise<void> {
  const answer = await client.consolidateKnowledge({ body: {} });
  if (json) return terminal.json(answer);
  const rows = [
    ['documents', answer.documents],
    ['duplicates', answer.duplicates],
    ['superseded', answer.superseded],
    ['topics', answer.topics],
    ['links', answer.links],
    ['broken links', answer.brokenLinks],
    ['orphans', answer.orphans],
    ['contradictions', answer.contradictions],
  ].map(([name, count]) => [String(name), String(count)]);
  for (const line of formatTable(['FOUND', 'HOW MANY'], rows, {
    heading: (text) => terminal.style('bold', text),
  }))
    await terminal.print(line);
  for (const { title, path } of answer.reports)
    await terminal.print(`${title}: ${terminal.style('cyan', safeText(path))}`);
  await terminal.note(terminal.style('dim', `in ${(answer.tookMs / 1_000).toFixed(1)} s`, 'err'));
}
