import { expect, it } from 'vitest';
import { AGENT_STATES, type AgentState, type AgentSummary } from '#shared/nouns/agent.ts';
import { AGENT_VIEWS, filterAgents, groupAgents, inView } from './agent-groups.ts';

const agent = (
  label: string,
  state: AgentState = 'idle',
  more: Partial<AgentSummary> = {},
): AgentSummary => ({
  id: label,
  label,
  scope: 'user',
  file: `/Users/me/Library/LaunchAgents/${label}.plist`,
  state,
  reason: '',
  command: ['/bin/echo'],
  schedule: ['every 1 h'],
  errors: 0,
  warnings: 0,
  editable: true,
  ...more,
});

it('every state is in exactly one view besides all', () => {
  const views = (state: AgentState) => AGENT_VIEWS.filter(([view]) => inView({ state }, view)).length;
  expect(AGENT_STATES.filter((state) => views(state) !== 2)).toEqual([]);
});

it('groups by whose it is', () => {
  const groups = groupAgents([
    agent('com.google.a.b'),
    agent('com.google.c'),
    agent('com.me'),
    agent('sync'),
  ]);
  expect(groups.map(({ prefix, agents }) => [prefix, agents.length])).toEqual([
    ['', 1],
    ['com', 1],
    ['com.google', 2],
  ]);
});

it('finds all words, wherever they stand', () => {
  const agents = [agent('com.me.backup', 'failing', { command: ['/bin/rsync', '-a'] }), agent('com.me.sync')];
  expect(filterAgents(agents, 'rsync BACKUP', 'all').map(({ label }) => label)).toEqual(['com.me.backup']);
  expect(filterAgents(agents, '', 'trouble').map(({ label }) => label)).toEqual(['com.me.backup']);
  expect(filterAgents(agents, 'nothing', 'all')).toEqual([]);
});
