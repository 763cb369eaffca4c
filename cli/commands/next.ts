import type { Command } from 'commander';
import type { Upcoming } from '#shared/nouns/slot.ts';
import type { CliContext } from '../context.ts';
import { formatClock, formatMoment } from '../moments.ts';
import { parseLength, parseLimit } from '../parse-options.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

interface Options {
  for: string;
  limit: string;
}

/** ms: what Luka looks ahead. */
const FARTHEST = 31 * 86_400_000;

export function define(command: Command, context: CliContext): void {
  command
    .argument('[task]', 'only this one')
    .option('--for <length>', 'how far to look ahead, at most 31d', '24h')
    .option('--limit <number>', 'at most so many, earliest first', '50')
    .addHelpText(
      'after',
      '\nTells of times that are known beforehand: not of files, volumes, other tasks or webhooks.\n' +
        '\nExamples:\n  luka next\n  luka next backup --for 7d\n  luka next --json | jq ".upcoming[0]"',
    )
    .action(async (task: string | undefined, options: Options) => {
      const length = parseLength('--for', options.for, FARTHEST);
      const limit = parseLimit(options.limit, 1_000);
      await showNext(await openSession(context), { task, length, limit, words: options.for });
    });
}

export interface NextOptions {
  readonly task?: string | undefined;
  /** ms */
  readonly length: number;
  readonly limit: number;
  /** The length as it was typed. */
  readonly words: string;
}

export async function showNext(session: Session, options: NextOptions): Promise<void> {
  const { client, terminal, now } = session;
  const { task, length, limit } = options;
  const answer = await client.listUpcoming({
    query: {
      from: new Date(now).toISOString(),
      to: new Date(now + length).toISOString(),
      limit,
      ...(task === undefined ? {} : { task }),
    },
  });
  if (session.json) return terminal.json(answer);
  if (answer.upcoming.length === 0)
    return terminal.note(
      `${task === undefined ? 'nothing' : `nothing of ${safeText(task)}`} is due in the next ${options.words}`,
    );
  for (const line of upcomingLines(session, answer.upcoming)) await terminal.print(line);
  if (answer.more) await terminal.note(terminal.style('dim', 'there are more: raise --limit', 'err'));
}

function upcomingLines({ terminal, now }: Session, upcoming: readonly Upcoming[]): string[] {
  const rows = upcoming.map((moment) => [
    formatClock(moment.due, now),
    formatMoment(moment.due, now),
    moment.task,
    safeText(moment.trigger),
    safeText(moment.obstacle ?? ''),
  ]);
  return formatTable(['DUE', '', 'TASK', 'TRIGGER', 'KEPT BACK BY'], rows, {
    width: terminal.width,
    heading: (text) => terminal.style('bold', text),
  });
}
