/** One icon for each state of an agent; each has a shape of its own. */
import {
  CircleCheck,
  CircleDashed,
  CirclePlay,
  CircleQuestionMark,
  CircleSlash,
  Copy,
  FileX2,
  Ghost,
  Hourglass,
  OctagonX,
  type LucideIcon,
} from 'lucide-react';
import type { AgentState } from '#shared/nouns/agent.ts';
import { AGENT_WORDS } from '../words/agent-state.ts';
import { TONE_TEXT } from './tone.ts';

const ICONS: Readonly<Record<AgentState, LucideIcon>> = {
  running: CirclePlay,
  idle: CircleCheck,
  failing: OctagonX,
  ghost: Ghost,
  broken: FileX2,
  duplicate: Copy,
  pended: Hourglass,
  disabled: CircleSlash,
  not_loaded: CircleDashed,
  unknown: CircleQuestionMark,
};

export function AgentIcon({ state, size = 15 }: { state: AgentState; size?: number }) {
  const Icon = ICONS[state];
  return <Icon size={size} aria-hidden className={`shrink-0 ${TONE_TEXT[AGENT_WORDS[state].tone]}`} />;
}
