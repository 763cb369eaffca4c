/** `luka power status`: the power source, who keeps the machine awake, and by what means. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { formatClock } from '../moments.ts';
import { endText, heldText, ownerText, sourceText } from '../power-words.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .addHelpText('after', '\nExamples:\n  luka power status\n  luka power status --json | jq ".holds"')
    .action(async () => showPower(await openSession(context)));
}

export async function showPower({ client, terminal, json, now }: Session): Promise<void> {
  const status = await client.getPower();
  if (json) return terminal.json(status);
  const { blocker, holds, lastSleep, lid } = status;
  const held = holds.filter(({ held }) => held).length;
  const words = held > 0 ? terminal.style('green', 'kept awake') : 'may sleep';
  await terminal.print(`${words}, ${sourceText(status)}${lid === undefined ? '' : `, lid ${lid}`}`);
  if (!blocker.works)
    await terminal.print(
      terminal.style('yellow', `nothing can be held: ${safeText(blocker.message ?? blocker.name)}`),
    );
  else
    await terminal.print(
      terminal.style('dim', `by ${blocker.name}${blocker.message ? `: ${safeText(blocker.message)}` : ''}`),
    );
  if (lastSleep)
    await terminal.print(
      `last slept ${formatClock(lastSleep.from, now)} to ${formatClock(lastSleep.to, now)}${lastSleep.reason ? `: ${safeText(lastSleep.reason)}` : ''}`,
    );
  if (holds.length === 0) return terminal.note('nobody keeps it awake');
  const rows = holds.map((hold) => [
    hold.owner.kind === 'person' ? hold.id : '-',
    ownerText(hold),
    safeText(hold.reason),
    endText(hold, now),
    `${heldText(hold)}${hold.kind === 'display' ? ', display too' : ''}`,
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['HOLD', 'FOR', 'WHY', 'UNTIL', ''], rows, options))
    await terminal.print(line);
}
