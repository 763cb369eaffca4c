import { Option, type Command } from 'commander';
import { SlotState, type Slot } from '#shared/nouns/slot.ts';
import type { CliContext } from '../context.ts';
import { parseLength, parseLimit, parseNames } from '../parse-options.ts';
import { openSession, type Session } from '../session.ts';
import { dueText, outcomeText, slotRunText } from '../slot-words.ts';
import { formatTable, safeText } from '../table.ts';

interface Options {
  since: string;
  state?: string;
  limit: string;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('[task]', 'only this one')
    .option('--since <length>', 'how far to look back', '7d')
    .addOption(new Option('--state <states>', `only these, comma-separated: ${SlotState.options.join(', ')}`))
    .option('--limit <number>', 'at most so many, newest first', '50')
    .addHelpText(
      'after',
      '\nEvery moment at which something was due, what became of it and why.\n' +
        '\nExamples:\n  luka history\n  luka history backup --since 30d --state missed,skipped\n  luka history --json | jq ".slots[] | select(.state == \\"missed\\")"',
    )
    .action(async (task: string | undefined, options: Options) => {
      const length = parseLength('--since', options.since);
      const limit = parseLimit(options.limit, 1_000);
      const states =
        options.state === undefined ? undefined : parseNames('--state', options.state, SlotState.options);
      await showHistory(await openSession(context), { task, length, limit, states, words: options.since });
    });
}

export interface HistoryOptions {
  readonly task?: string | undefined;
  /** ms */
  readonly length: number;
  readonly limit: number;
  readonly states?: readonly SlotState[] | undefined;
  /** The length as it was typed. */
  readonly words: string;
}

export async function showHistory(session: Session, options: HistoryOptions): Promise<void> {
  const { client, terminal, now } = session;
  const { task, length, limit, states } = options;
  const answer = await client.listSlots({
    query: {
      from: new Date(Math.max(0, now - length)).toISOString(),
      limit,
      ...(task === undefined ? {} : { task }),
      ...(states === undefined ? {} : { state: states.join(',') }),
    },
  });
  if (session.json) return terminal.json(answer);
  if (answer.slots.length === 0)
    return terminal.note(
      `${states === undefined ? 'nothing was due' : 'no such moments'} in the last ${options.words}`,
    );
  for (const line of historyLines(session, answer.slots)) await terminal.print(line);
  if (answer.next !== undefined)
    await terminal.note(terminal.style('dim', 'there are more: raise --limit', 'err'));
}

function historyLines({ terminal, now }: Session, slots: readonly Slot[]): string[] {
  const rows = slots.map((slot) => [
    dueText(slot, now),
    slot.task,
    outcomeText(terminal, slot.state),
    slotRunText(terminal, slot),
    safeText(slot.reason),
  ]);
  return formatTable(['DUE', 'TASK', 'OUTCOME', 'RUN', 'REASON'], rows, {
    width: terminal.width,
    heading: (text) => terminal.style('bold', text),
  });
}
