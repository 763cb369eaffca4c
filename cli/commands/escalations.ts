/** `luka escalations`: answers that somebody has to look at, and what they say of them. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { formatMoment } from '../moments.ts';
import { parseLimit, parseNumber } from '../parse-options.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .option('--limit <number>', 'at most so many, the oldest first', '50')
    .addHelpText(
      'after',
      '\nExamples:\n  luka escalations\n  luka escalations settle 12 --note "kept for 30 days"',
    )
    .action(async ({ limit }: { limit: string }) => {
      const most = parseLimit(limit, 200);
      await listEscalated(await openSession(context), most);
    });
  command
    .command('settle')
    .description('say that you looked at it')
    .argument('<answer>', 'its number')
    .option('--note <text>', 'what is right; kept as a memory')
    .addHelpText(
      'after',
      '\nExamples:\n  luka escalations settle 12\n  luka escalations settle 12 --note "kept for 30 days"',
    )
    .action(async (answer: string, { note }: { note?: string }) => {
      const number = parseNumber('<answer>', answer);
      await settleAnswer(await openSession(context), number, note);
    });
}

export async function listEscalated({ client, terminal, json, now }: Session, limit: number): Promise<void> {
  const found = await client.listEscalated({ query: { limit } });
  if (json) return terminal.json(found);
  if (found.escalated.length === 0) return terminal.note('no answer waits for anybody');
  const rows = found.escalated.map(({ answer, at, by, question, note }) => [
    String(answer),
    formatMoment(at, now),
    safeText(by),
    safeText(note === undefined ? question : `${question} (${note})`),
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['ANSWER', 'WHEN', 'BY', 'ABOUT'], rows, options))
    await terminal.print(line);
  if (found.next !== undefined) await terminal.note(`there are ${found.total}: raise --limit`);
}

export async function settleAnswer(
  { client, terminal, json }: Session,
  answer: number,
  note: string | undefined,
): Promise<void> {
  const settled = await client.settleAnswer({
    params: { answer },
    body: note === undefined ? {} : { note },
  });
  if (json) return terminal.json(settled);
  if (settled.escalation?.settled) await terminal.print(`answer ${answer} is settled`);
  else await terminal.note(`answer ${answer} waits for nobody`);
}
