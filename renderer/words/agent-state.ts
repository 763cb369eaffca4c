/** States of agents in words. The shared noun carries zod with it, so what the page needs is written here; a test ties them. */
import type { AgentChange, AgentState } from '#shared/nouns/agent.ts';
import type { Tone } from './run-state.ts';

export const AGENT_WORDS: Readonly<Record<AgentState, { readonly label: string; readonly tone: Tone }>> = {
  running: { label: 'Running', tone: 'running' },
  idle: { label: 'Waiting', tone: 'ok' },
  failing: { label: 'Failing', tone: 'failed' },
  ghost: { label: 'Ghost', tone: 'failed' },
  broken: { label: 'Broken', tone: 'failed' },
  duplicate: { label: 'Duplicate', tone: 'failed' },
  pended: { label: 'Held back', tone: 'waiting' },
  disabled: { label: 'Disabled', tone: 'quiet' },
  not_loaded: { label: 'Not loaded', tone: 'quiet' },
  unknown: { label: 'Cannot tell', tone: 'quiet' },
};

export const SCOPE_LABELS = {
  user: 'Yours',
  global: 'All people of this Mac',
  daemon: 'The system',
  folder: 'A folder',
  unit: 'Yours, kept by systemd',
} as const;

export const CHANGE_WORDS: Readonly<
  Record<AgentChange['state'], { readonly label: string; readonly tone: Tone }>
> = {
  planned: { label: 'Planned', tone: 'quiet' },
  going: { label: 'Going', tone: 'running' },
  done: { label: 'Done', tone: 'ok' },
  rolled_back: { label: 'Undone', tone: 'waiting' },
  stuck: { label: 'Stuck', tone: 'failed' },
};

export const ACTION_WORDS: Readonly<Record<AgentChange['action'], string>> = {
  create: 'Created',
  edit: 'Edited',
  fix: 'Mended',
  enable: 'Enabled',
  disable: 'Disabled',
  remove: 'Removed',
  rollback: 'Brought back',
  migrate: 'Moved to the system',
};
