/** The assistant's view of Luka, over the rooms that know. */
import { isAgentTrouble, type AgentSummary } from '#shared/nouns/agent.ts';
import type { ApprovalSummary } from '#shared/nouns/approval.ts';
import type { EscalatedAnswer } from '#shared/nouns/assistant.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import { isoAt, type Clock } from '../../../clock.ts';
import type { RunQueries } from '../../../runs/run-queries.ts';
import type { ScheduleService } from '../../../schedule/schedule-service.ts';
import { LONGEST_LOOK, type LiveState } from './live-state.ts';

export interface LedgerStateOptions {
  readonly clock: Clock;
  readonly queries: RunQueries;
  readonly schedule: Pick<ScheduleService, 'slots' | 'upcoming' | 'next' | 'why'>;
  readonly tasks: () => readonly { readonly id: string; readonly title: string }[];
  readonly approvals: () => readonly ApprovalSummary[];
  readonly validations: () => readonly RunSummary[];
  readonly escalated: () => readonly EscalatedAnswer[];
  readonly services: () => readonly ServiceStatus[];
  /** @throws where launchd cannot be asked */
  readonly agents: () => Promise<readonly AgentSummary[]>;
  readonly findings: () => readonly Finding[];
}

const MOST = 200;

export function createLedgerState(options: LedgerStateOptions): LiveState {
  const { clock, queries, schedule } = options;
  return {
    now: () => clock.now(),
    tasks: options.tasks,
    ended({ from, to, states, task }) {
      const since = Math.max(from, Math.min(to, clock.now()) - LONGEST_LOOK);
      return queries.endedBetween({ from: since, to, states, task, limit: MOST });
    },
    active: (state) => queries.active(state),
    lastRun: (task, ending) =>
      ending === undefined ? queries.lastOfTask(task) : queries.lastEnd(task, ending),
    slots: ({ task, from, to }) =>
      schedule
        .slots({ task, from: isoAt(from), to: isoAt(to), limit: MOST })
        .slots.toSorted((a, b) => b.due.localeCompare(a.due)),
    upcoming: ({ from, to, task }) =>
      schedule.upcoming({ from: isoAt(from), to: isoAt(to), task, limit: MOST }).upcoming,
    nextDue: (task) =>
      schedule.upcoming({ from: isoAt(clock.now()), to: isoAt(clock.now() + LONGEST_LOOK), task, limit: 1 })
        .upcoming[0],
    why: (task, at) => schedule.why(task, isoAt(at)),
    approvals: options.approvals,
    validations: options.validations,
    escalated: options.escalated,
    services: options.services,
    troubledAgents: async () => (await options.agents()).filter(({ state }) => isAgentTrouble(state)),
    findings: options.findings,
  };
}
