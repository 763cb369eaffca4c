/** `luka knowledge duplicates`: documents that say nearly the same, page by page. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { parseLimit, parseOffset } from '../parse-options.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

interface Options {
  readonly limit: string;
  readonly offset: string;
}

export function define(command: Command, context: CliContext): void {
  command
    .option('--limit <number>', 'at most so many pairs, the most alike first', '50')
    .option('--offset <number>', 'leave out so many of the first', '0')
    .addHelpText(
      'after',
      '\n\nExamples:\n  luka knowledge duplicates\n  luka knowledge duplicates --limit 200 --offset 200\n  luka knowledge duplicates --json | jq ".pairs[].newer.path"',
    )
    .action(async (options: Options) =>
      listDuplicates(await openSession(context), {
        limit: parseLimit(options.limit, 200),
        offset: parseOffset(options.offset),
      }),
    );
}

export async function listDuplicates(
  { client, terminal, json }: Session,
  query: { limit: number; offset: number },
): Promise<void> {
  const answer = await client.listDuplicates({ query });
  if (json) return terminal.json(answer);
  if (answer.pairs.length === 0) return terminal.note('no two documents say nearly the same');
  const rows = answer.pairs.map(({ kind, likeness, older, newer }) => [
    kind,
    `${Math.round(likeness * 100)} %`,
    safeText(newer.path),
    safeText(older.path),
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['KIND', 'ALIKE', 'NEWER', 'OLDER'], rows, options))
    await terminal.print(line);
  if (answer.next !== undefined)
    await terminal.note(`there are ${answer.total}: go on with --offset ${answer.next}`);
}
