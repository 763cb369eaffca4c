import type { Command } from 'commander';
import { formatFinding } from '#shared/nouns/finding.ts';
import type { RunState } from '#shared/nouns/run.ts';
import type { Task, TaskState } from '#shared/nouns/task.ts';
import { connect } from '../connect.ts';
import type { CliContext } from '../context.ts';
import { formatMoment } from '../moments.ts';
import { stateText } from '../run-words.ts';
import { formatTable, safeText } from '../table.ts';
import type { Style, Terminal } from '../terminal.ts';

const STYLES = { ready: 'green', disabled: 'dim', invalid: 'red' } as const satisfies Record<
  TaskState,
  Style
>;

export function define(command: Command, context: CliContext): void {
  command
    .addHelpText(
      'after',
      '\nExamples:\n  luka task list\n  luka task list --json | jq ".tasks[] | {id, nextDue}"',
    )
    .action(async () => {
      const { terminal } = context;
      const { client, layout } = await connect(context.home());
      const answer = await client.listTasks();
      if (context.json()) return terminal.json(answer);
      if (answer.tasks.length === 0)
        await terminal.note(`there are no tasks in ${layout.tasks}; make one with: luka task new <id>`);
      else for (const line of taskLines(terminal, answer.tasks)) await terminal.print(line);
      const findings = [...answer.findings, ...answer.tasks.flatMap((task) => task.findings)];
      for (const finding of findings) await terminal.note(safeText(formatFinding(finding)));
    });
}

function taskLines(terminal: Terminal, tasks: readonly Task[]): string[] {
  const rows = tasks.map((task) => [
    task.id,
    taskStateText(terminal, task),
    formatMoment(task.nextDue),
    task.lastRun === undefined ? '-' : stateText(terminal, task.lastRun.state as RunState),
    task.triggers.map(safeText).join(', ') || '-',
    safeText(task.title),
  ]);
  return formatTable(['TASK', 'STATE', 'NEXT', 'LAST', 'TRIGGERS', 'TITLE'], rows, {
    width: terminal.width,
    heading: (text) => terminal.style('bold', text),
  });
}

/** A task that is ready but held says what holds it. */
function taskStateText(terminal: Terminal, task: Task): string {
  if (task.state === 'ready' && task.health?.quarantinedAt !== undefined)
    return terminal.style('red', 'quarantined');
  if (task.state === 'ready' && task.paused !== undefined) return terminal.style('yellow', 'paused');
  return terminal.style(STYLES[task.state], task.state);
}
