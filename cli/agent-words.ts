/** Agents, and changes of them, as lines of a terminal. */
import { diffLines } from 'diff';
import type { AgentChange, AgentState, AgentSummary } from '#shared/nouns/agent.ts';
import { diffText } from './gate-words.ts';
import { formatTable, safeText } from './table.ts';
import type { Style, Terminal } from './terminal.ts';

const STYLES: Readonly<Record<AgentState, Style>> = {
  running: 'green',
  idle: 'green',
  failing: 'red',
  ghost: 'red',
  broken: 'red',
  duplicate: 'red',
  pended: 'yellow',
  disabled: 'dim',
  not_loaded: 'dim',
  unknown: 'dim',
};

export function agentStateText(terminal: Terminal, state: AgentState): string {
  return terminal.style(STYLES[state], state.replace('_', ' '));
}

export function agentLines(terminal: Terminal, agents: readonly AgentSummary[]): string[] {
  const rows = agents.map((agent) => [
    agentStateText(terminal, agent.state),
    safeText(agent.label),
    agent.pid === undefined ? '-' : String(agent.pid),
    agent.lastExit === undefined ? '-' : (agent.lastExit.signal ?? String(agent.lastExit.code)),
    safeText(agent.schedule.join(', ')),
    safeText(agent.reason),
  ]);
  return formatTable(['STATE', 'LABEL', 'PID', 'LAST', 'RUNS', 'WHY'], rows, {
    width: terminal.width,
    heading: (text) => terminal.style('bold', text),
  });
}

const OUTCOMES: Readonly<Record<AgentChange['state'], readonly [Style, string]>> = {
  planned: ['dim', 'planned, nothing was changed'],
  going: ['yellow', 'not ended yet'],
  done: ['green', 'done and verified'],
  rolled_back: ['yellow', 'it did not hold and was undone: all is as before'],
  stuck: ['red', 'neither the new nor the old state could be reached'],
};

/** What a change alters, its steps, and how it ended. */
export function changeLines(terminal: Terminal, change: AgentChange): string[] {
  const lines = diffLines(change.before ?? '', change.after ?? '').flatMap(({ added, removed, value }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text }) as const),
  );
  const [style, words] = OUTCOMES[change.state];
  return [
    terminal.style('bold', `${change.action} ${safeText(change.label)}`) +
      terminal.style('dim', `  ${safeText(change.file)}`),
    ...(change.before === change.after ? ['  its file stays as it is'] : diffText(terminal, lines)),
    ...change.steps.map(({ step, state, note }) => {
      const mark = change.state === 'planned' && state !== 'skipped' ? 'to do' : state;
      return `  ${step.padEnd(9)} ${STEP_STYLE[state](terminal, mark.padEnd(7))} ${safeText(note)}`;
    }),
    `${terminal.style(style, words)}${change.message === undefined ? '' : `: ${safeText(change.message)}`}`,
  ];
}

const STEP_STYLE: Readonly<
  Record<AgentChange['steps'][number]['state'], (terminal: Terminal, text: string) => string>
> = {
  done: (_, text) => text,
  failed: (terminal, text) => terminal.style('red', text),
  skipped: (terminal, text) => terminal.style('dim', text),
  undone: (terminal, text) => terminal.style('yellow', text),
};
