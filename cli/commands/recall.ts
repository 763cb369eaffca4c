import { Option, type Command } from 'commander';
import { MEMORY_KINDS, type MemoryKind } from '#shared/nouns/memory.ts';
import type { CliContext } from '../context.ts';
import { formatMoment } from '../moments.ts';
import { parseLimit, parseOffset } from '../parse-options.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

interface Options {
  kind?: MemoryKind;
  limit: string;
  offset: string;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('[words...]', 'what it is about; without them the weightiest are listed')
    .addOption(new Option('--kind <kind>', 'only these').choices(MEMORY_KINDS))
    .option('--limit <number>', 'at most so many', '20')
    .option('--offset <number>', 'leave out so many of the first', '0')
    .addHelpText(
      'after',
      '\nExamples:\n  luka recall backup disk asleep\n  luka recall --kind solution\n  luka recall --json | jq ".memories[].text"',
    )
    .action(async (words: string[], { kind, limit, offset }: Options) => {
      const most = parseLimit(limit, 200);
      await recall(await openSession(context), {
        q: words.join(' '),
        limit: most,
        offset: parseOffset(offset),
        ...(kind === undefined ? {} : { kind }),
      });
    });
}

export async function recall(
  { client, terminal, json, now }: Session,
  query: { q: string; limit: number; offset: number; kind?: MemoryKind },
): Promise<void> {
  const answer = await client.recallMemories({ query });
  if (json) return terminal.json(answer);
  if (answer.memories.length === 0) return terminal.note('nothing of that is remembered');
  const rows = answer.memories.map(({ id, kind, weight, pinned, at, text }) => [
    String(id),
    kind,
    `${weight.toFixed(2)}${pinned ? ' pinned' : ''}`,
    formatMoment(at, now),
    safeText(text),
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['ID', 'KIND', 'WEIGHT', 'WHEN', 'TEXT'], rows, options))
    await terminal.print(line);
  if (answer.next !== undefined)
    await terminal.note(`there are ${answer.total}: go on with --offset ${answer.next}`);
}
