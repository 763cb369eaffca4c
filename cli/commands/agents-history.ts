import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { changeLines } from '../agent-words.ts';
import { formatMoment } from '../moments.ts';
import { parseLimit } from '../parse-options.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('[label]', 'only of this agent')
    .option('--limit <number>', 'at most so many, newest first', '20')
    .option('--diff', 'with what each altered, and its steps')
    .addHelpText('after', '\nExamples:\n  luka agents history\n  luka agents history com.me.backup --diff')
    .action(async (label: string | undefined, options: { limit: string; diff?: true }) =>
      showHistory(await openSession(context), label, {
        limit: parseLimit(options.limit, 200),
        diff: options.diff === true,
      }),
    );
}

export async function showHistory(
  { client, terminal, json, now }: Session,
  label: string | undefined,
  { limit, diff }: { limit: number; diff: boolean },
): Promise<void> {
  const page = await client.agentHistory({ query: { limit, ...(label === undefined ? {} : { label }) } });
  if (json) return terminal.json(page);
  if (page.changes.length === 0) return terminal.note('Luka has changed nothing');
  if (diff) {
    for (const change of page.changes) {
      await terminal.print(
        `${terminal.style('bold', `change ${change.id}`)}  ${formatMoment(change.at, now)} by ${safeText(change.by)}`,
      );
      for (const line of changeLines(terminal, change)) await terminal.print(line);
      await terminal.print('');
    }
    return undefined;
  }
  const rows = page.changes.map((change) => [
    String(change.id),
    formatMoment(change.at, now),
    change.action,
    change.state.replace('_', ' '),
    safeText(change.label),
    safeText(change.by),
    safeText(change.message ?? ''),
  ]);
  const heading = (text: string) => terminal.style('bold', text);
  for (const line of formatTable(['ID', 'WHEN', 'WHAT', 'STATE', 'LABEL', 'BY', ''], rows, {
    width: terminal.width,
    heading,
  }))
    await terminal.print(line);
  return undefined;
}
