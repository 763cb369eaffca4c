/** The assistant's view of Luka, over the rooms that know. */
import { isAgentTrouble, type AgentSummary } from '#shared/nouns/agent.ts';
import type { ApprovalSummary } from '#shared/nouns/approval.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { RunState, RunSummary } from '#shared/nouns/run.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import { isoAt, type Clock } from '../../../clock.ts';
import { toSummary, type RunRow } from '../../../runs/records.ts';
import type { RunQueries } from '../../../runs/run-queries.ts';
import type { ScheduleService } from '../../../schedule/schedule-service.ts';
import type { Store } from '../../../store/store.ts';
import { LONGEST_LOOK, type LiveState } from './live-state.ts';

export interface LedgerStateOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly queries: RunQueries;
  readonly schedule: Pick<ScheduleService, 'slots' | 'upcoming' | 'next' | 'why'>;
  readonly tasks: () => readonly { readonly id: string; readonly title: string }[];
  readonly approvals: () => readonly ApprovalSummary[];
  readonly validations: () => readonly RunSummary[];
  readonly services: () => readonly ServiceStatus[];
  /** @throws where launchd cannot be asked */
  readonly agents: () => Promise<readonly AgentSummary[]>;
  readonly findings: () => readonly Finding[];
}

const MOST = 200;

export function createLedgerState(options: LedgerStateOptions): LiveState {
  const { clock, store, queries, schedule } = options;
  return {
    now: () => clock.now(),
    tasks: options.tasks,
    ended({ from, to, states, task }) {
      const since = Math.max(from, Math.min(to, clock.now()) - LONGEST_LOOK);
      return store
        .all<RunRow>(
          `select * from runs where ended_at is not null and ended_at >= ? and ended_at < ?
             and state in (select value from json_each(?)) and (?4 is null or task = ?4) order by ended_at desc limit ?5`,
          since,
          to,
          JSON.stringify(states),
          task ?? null,
          MOST,
        )
        .map(toSummary);
    },
    active: (state) => queries.active(state),
    lastRun: (task, states) => lastRun(queries, task, states),
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
    services: options.services,
    troubledAgents: async () => (await options.agents()).filter(({ state }) => isAgentTrouble(state)),
    findings: options.findings,
  };
}

function lastRun(queries: RunQueries, task: string, states?: readonly RunState[]): RunSummary | undefined {
  return queries.list({ task, states, limit: 1 }).runs[0];
}
