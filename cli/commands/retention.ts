/** `luka retention`: what is removed by age and size, before it is. */
import type { Command } from 'commander';
import { formatBytes } from '#shared/nouns/size.ts';
import type { RetentionReport } from '#shared/nouns/retention.ts';
import type { CliContext } from '../context.ts';
import { openSession } from '../session.ts';
import { formatTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export function define(command: Command, context: CliContext): void {
  command
    .option('--apply', 'remove it now; it happens once a day by itself')
    .addHelpText(
      'after',
      '\nWithout --apply nothing is removed. How long things are kept is a setting (settings.json: retention). What you wrote\n' +
        'and the audit are never removed by age.\n' +
        '\nExamples:\n  luka retention\n  luka retention --apply',
    )
    .action(async (options: { apply?: boolean }) => {
      const { client, terminal, json } = await openSession(context);
      const report =
        options.apply === true
          ? await client.applyRetention({ body: {} })
          : (await client.planRetention()).plan;
      if (json) return terminal.json(report);
      await printReport(terminal, report);
    });
}

async function printReport(terminal: Terminal, report: RetentionReport): Promise<void> {
  const rows = report.parts.map(({ kind, there, goes, bytes, rule }) => [
    kind,
    String(there),
    String(goes),
    bytes === 0 ? '' : formatBytes(bytes),
    rule,
  ]);
  const live = report.parts.find(({ writing }) => writing !== undefined)?.writing;
  const options = { width: terminal.width, heading: (text: string) => terminal.style('dim', text) };
  const headings = ['', 'THERE', report.applied ? 'REMOVED' : 'WOULD GO', 'ROOM', 'RULE'];
  for (const line of formatTable(headings, rows, options)) await terminal.print(line);
  if (live !== undefined)
    await terminal.note(
      `${live.count === 1 ? '1 log is' : `${live.count} logs are`} being written, ${formatBytes(live.bytes)}: they stay until their runs end`,
    );
  if (report.backups !== undefined) {
    const { count, bytes } = report.backups;
    await terminal.note(
      `${count === 1 ? '1 backup is' : `${count} backups are`} in the home, ${formatBytes(bytes)}: they stay until you remove them`,
    );
  }
  await terminal.note(
    report.applied
      ? `done in ${Math.round(report.tookMs)} ms`
      : 'nothing was removed; do it with: luka retention --apply',
  );
}
