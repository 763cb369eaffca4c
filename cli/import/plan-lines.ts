/** A plan as a person reads it: what each entry would become, and what to know about it. */
import { formatFinding } from '#shared/nouns/finding.ts';
import type { ImportedTask, ImportPlan } from '#shared/nouns/import-plan.ts';
import { formatTable, safeText } from '../table.ts';
import type { Style, Terminal } from '../terminal.ts';

const STYLES = { new: 'green', exists: 'dim', cannot: 'red' } as const satisfies Record<
  ImportedTask['state'],
  Style
>;

export interface PlanLinesOptions {
  /** Names the text in findings: `crontab:12`. */
  readonly name: string;
  /** With the task files as they would be written. */
  readonly verbose: boolean;
}

export function planLines(terminal: Terminal, plan: ImportPlan, options: PlanLinesOptions): string[] {
  const rows = plan.tasks.map((task) => [
    task.id,
    terminal.style(STYLES[task.state], task.state),
    safeText(task.trigger ?? '-'),
    safeText(task.title),
  ]);
  const table =
    rows.length === 0
      ? []
      : formatTable(['TASK', 'STATE', 'TRIGGER', 'TITLE'], rows, {
          width: terminal.width,
          heading: (text) => terminal.style('bold', text),
        });
  const findings = [
    ...plan.tasks.flatMap((task) => task.findings.map((finding) => ({ task: task.id, finding }))),
    ...plan.findings.map((finding) => ({ task: undefined, finding })),
  ].map(({ task, finding }) => {
    const line = safeText(formatFinding({ ...finding, file: options.name }));
    const style = finding.severity === 'error' ? 'red' : finding.severity === 'warning' ? 'yellow' : 'dim';
    return `${task === undefined ? '' : `${task}: `}${terminal.style(style, line)}`;
  });
  return [
    ...table,
    ...(findings.length === 0 ? [] : ['', ...findings]),
    ...(options.verbose ? plan.tasks.flatMap((task) => fileLines(terminal, task)) : []),
  ];
}

function fileLines(terminal: Terminal, task: ImportedTask): string[] {
  if (task.text === '') return [];
  const lines = task.text.trimEnd().split('\n').map(safeText);
  return ['', terminal.style('bold', `--- ${task.id}.yaml`), ...lines];
}
