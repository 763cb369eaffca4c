import type { Command } from 'commander';
import { formatDuration } from '#shared/nouns/duration.ts';
import { formatBytes } from '#shared/nouns/size.ts';
import type { SystemStatus } from '#shared/nouns/system.ts';
import { connect } from '../connect.ts';
import type { CliContext } from '../context.ts';
import type { Terminal } from '../terminal.ts';

export function define(command: Command, context: CliContext): void {
  command
    .addHelpText('after', '\nExamples:\n  luka status\n  luka status --json | jq .counts.running')
    .action(async () => {
      const { client } = await connect(context.home());
      const status = await client.getStatus();
      if (context.json()) return context.terminal.json(status);
      for (const line of statusLines(context.terminal, status)) await context.terminal.print(line);
    });
}

function statusLines(terminal: Terminal, status: SystemStatus): string[] {
  const { counts } = status;
  const up = formatDuration(Math.max(0, Date.now() - Date.parse(status.startedAt)));
  const waiting = counts.awaitingApproval > 0 ? `, ${counts.awaitingApproval} awaiting approval` : '';
  const invalid =
    counts.invalidTasks > 0
      ? terminal.style('yellow', `, ${counts.invalidTasks} invalid (see luka task lint)`)
      : '';
  const rows: [string, string][] = [
    ['API', status.apiUrl],
    ['UI', status.uiUrl],
    ['home', status.home],
    ['runs', `${counts.running} running, ${counts.queued} queued${waiting}`],
    ['last 24 h', `${counts.succeededToday} succeeded, ${counts.failedToday} failed`],
    ['tasks', `${counts.tasks}${invalid}`],
    ...(counts.troubledAgents > 0
      ? ([
          [
            'agents',
            terminal.style('yellow', `${counts.troubledAgents} to look at (see luka agents doctor)`),
          ],
        ] satisfies [string, string][])
      : []),
    ['memory', formatBytes(status.memoryBytes)],
  ];
  return [
    `${terminal.style('green', 'Luka is running')} (${status.version}, ${status.host}, pid ${status.pid}) for ${up}`,
    ...rows.map(([name, value]) => `  ${name.padEnd(10)} ${value}`),
  ];
}
