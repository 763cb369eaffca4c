import type { Command } from 'commander';
import { formatDuration } from '#shared/nouns/duration.ts';
import { formatBytes } from '#shared/nouns/size.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { SystemStatus } from '#shared/nouns/system.ts';
import { connect } from '../connect.ts';
import type { CliContext } from '../context.ts';
import { safeText } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export function define(command: Command, context: CliContext): void {
  command
    .addHelpText('after', '\nExamples:\n  luka status\n  luka status --json | jq .counts.running')
    .action(async () => {
      const { client } = await connect(context.home());
      const status = await client.getStatus();
      if (context.json()) return context.terminal.json(status);
      for (const line of statusLines(context.terminal, status)) await context.terminal.print(line);
      for (const finding of status.findings ?? [])
        await context.terminal.print(findingLine(context.terminal, finding));
    });
}

function findingLine(terminal: Terminal, { severity, message, evidence, remedy }: Finding): string {
  const style = severity === 'error' ? 'red' : 'yellow';
  const seen = evidence === undefined ? '' : ` (${evidence})`;
  return `  ${terminal.style(style, severity.padEnd(10))} ${safeText(`${message}${seen}; ${remedy}`)}`;
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
    ...(counts.troubledSlas > 0
      ? ([
          [
            'deadlines',
            terminal.style('yellow', `${counts.troubledSlas} at risk or broken (see luka why <task>)`),
          ],
        ] satisfies [string, string][])
      : []),
    ...(counts.escalatedAnswers > 0
      ? ([
          [
            'answers',
            terminal.style('yellow', `${counts.escalatedAnswers} to look at (see luka escalations)`),
          ],
        ] satisfies [string, string][])
      : []),
    ...(counts.stagedModules > 0
      ? ([
          [
            'modules',
            terminal.style('yellow', `${counts.stagedModules} laid ready (see luka releases --staged)`),
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
