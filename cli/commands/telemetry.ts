/** `luka telemetry`: what is kept of what happened, and how large that is. */
import type { Command } from 'commander';
import { formatBytes } from '#shared/nouns/size.ts';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .addHelpText(
      'after',
      '\nHow long figures are kept is a setting (settings.json: telemetry). Nothing of it leaves this machine.\n' +
        '\nExamples:\n  luka telemetry\n  luka telemetry --json',
    )
    .action(async () => showTelemetry(await openSession(context)));
}

export async function showTelemetry({ client, terminal, json }: Session): Promise<void> {
  const status = await client.getTelemetry();
  if (json) return terminal.json(status);
  const rows = status.tiers.map(({ tier, kept, rows: count, bytes, from, to }) => [
    tier,
    kept,
    String(count),
    formatBytes(bytes),
    dayOf(from),
    dayOf(to),
  ]);
  for (const line of formatTable(['', 'KEPT', 'ROWS', 'SIZE', 'FROM', 'TO'], rows, {
    width: terminal.width,
    heading: (text) => terminal.style('dim', text),
  }))
    await terminal.print(line);
  await terminal.print(`${status.file}: ${formatBytes(status.bytes)}, ${status.notedEvents} events counted`);
  const { on, folder, files, bytes } = status.lines;
  await terminal.print(
    `${folder}: ${on ? `${files} ${files === 1 ? 'file' : 'files'} of lines, ${formatBytes(bytes)}` : 'no lines are written (telemetry.lines)'}`,
  );
  if (status.behind > 0) await terminal.note(`${status.behind} events are still to be counted`);
}

function dayOf(iso: string | undefined): string {
  return iso === undefined ? '-' : new Date(iso).toLocaleDateString('sv-SE');
}
