import { expect, it } from 'vitest';
import { AGENT_ACTIONS, AGENT_STATES, AgentScope, ChangeState, isAgentTrouble } from '#shared/nouns/agent.ts';
import { ACTION_WORDS, AGENT_WORDS, CHANGE_WORDS, SCOPE_LABELS } from './agent-state.ts';

it('has words for everything that there is, and for nothing else', () => {
  expect(Object.keys(AGENT_WORDS).toSorted()).toEqual([...AGENT_STATES].toSorted());
  expect(Object.keys(SCOPE_LABELS).toSorted()).toEqual([...AgentScope.options].toSorted());
  expect(Object.keys(CHANGE_WORDS).toSorted()).toEqual([...ChangeState.options].toSorted());
  expect(Object.keys(ACTION_WORDS).toSorted()).toEqual([...AGENT_ACTIONS].toSorted());
});

it('shows as failed or held back exactly what somebody should look at', () => {
  const shown = AGENT_STATES.filter((state) => ['failed', 'waiting'].includes(AGENT_WORDS[state].tone));
  expect(shown).toEqual(AGENT_STATES.filter(isAgentTrouble));
});
