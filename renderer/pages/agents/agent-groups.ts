/** Which agents a search and a view let through, and which belong together. */
import type { AgentState, AgentSummary } from '#shared/nouns/agent.ts';

export const AGENT_VIEWS = [
  ['all', 'All'],
  ['trouble', 'Needs care'],
  ['running', 'Running'],
  ['idle', 'Waiting'],
  ['off', 'Off'],
] as const;
export type AgentView = (typeof AGENT_VIEWS)[number][0];

const STATES: Readonly<Record<Exclude<AgentView, 'all'>, readonly AgentState[]>> = {
  trouble: ['failing', 'ghost', 'broken', 'duplicate', 'pended'],
  running: ['running'],
  idle: ['idle'],
  off: ['disabled', 'not_loaded', 'unknown'],
};

export function inView({ state }: Pick<AgentSummary, 'state'>, view: AgentView): boolean {
  return view === 'all' || STATES[view].includes(state);
}

/** Every word must be found in the label, the command, the state's reason or when it runs. */
export function filterAgents(
  agents: readonly AgentSummary[],
  search: string,
  view: AgentView,
): readonly AgentSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return agents.filter((agent) => {
    if (!inView(agent, view)) return false;
    const text = [agent.label, ...agent.command, agent.reason, ...agent.schedule].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export interface AgentGroup {
  /** `com.google`; empty for labels without a part before their name. */
  readonly prefix: string;
  readonly agents: readonly AgentSummary[];
}

/** By the first two parts of the label, which say whose it is: `com.google.keystone.agent` is of `com.google`. */
export function groupAgents(agents: readonly AgentSummary[]): AgentGroup[] {
  return Map.groupBy(agents, ({ label }) => prefixOf(label))
    .entries()
    .map(([prefix, group]) => ({ prefix, agents: group }))
    .toArray()
    .toSorted((a, b) => a.prefix.localeCompare(b.prefix));
}

function prefixOf(label: string): string {
  const parts = label.split('.');
  return parts.length < 3 ? parts.slice(0, -1).join('.') : parts.slice(0, 2).join('.');
}
