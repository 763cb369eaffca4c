/** What the assistant may ask of Luka itself. It reads, and does nothing. */
import type { AgentSummary } from '#shared/nouns/agent.ts';
import type { ApprovalSummary } from '#shared/nouns/approval.ts';
import type { EscalatedAnswer } from '#shared/nouns/assistant.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { RunState, RunSummary } from '#shared/nouns/run.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import type { Slot, Upcoming, WhyAnswer } from '#shared/nouns/slot.ts';
import type { RunEnding } from '../../../runs/run-queries.ts';

/** ms. Longer times would go through more rows than there is time for. */
export const LONGEST_LOOK = 31 * 86_400_000;

/** Times are ms since 1970; lists are the newest first, but what is due the soonest first. */
export interface LiveState {
  now(): number;
  tasks(): readonly { readonly id: string; readonly title: string }[];
  /** Runs that ended in a time, in one of these states; of a longer one in its last 31 days. */
  ended(query: {
    readonly from: number;
    readonly to: number;
    readonly states: readonly RunState[];
    readonly task?: string | undefined;
  }): readonly RunSummary[];
  active(state: 'running' | 'queued' | 'awaiting_approval'): readonly RunSummary[];
  /** The newest one, whatever it is at, or the newest one that ended so. */
  lastRun(task: string, ending?: RunEnding): RunSummary | undefined;
  slots(query: { readonly task: string; readonly from: number; readonly to: number }): readonly Slot[];
  upcoming(query: {
    readonly from: number;
    readonly to: number;
    readonly task?: string | undefined;
  }): readonly Upcoming[];
  nextDue(task: string): Upcoming | undefined;
  /** @throws LukaError task_unknown, moment_too_old */
  why(task: string, at: number): WhyAnswer;
  approvals(): readonly ApprovalSummary[];
  validations(): readonly RunSummary[];
  /** Answers that somebody has to look at, the oldest first. */
  escalated(): readonly EscalatedAnswer[];
  services(): readonly ServiceStatus[];
  troubledAgents(): Promise<readonly AgentSummary[]>;
  findings(): readonly Finding[];
}
