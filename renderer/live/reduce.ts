/**
 * What an event changes in what the page knows, as pure functions. Run events carry the run as it now is, so most of
 * the page is right at once; what an event cannot say (what is due next, a task's file) is named as stale and fetched.
 */
import type { LukaEvent } from '#shared/nouns/event.ts';
import type { RunState, RunSummary } from '#shared/nouns/run.ts';
import type { Overview } from '#shared/nouns/system.ts';
import { isActive, STATE_WORDS } from '../words/run-state.ts';

/** How many rows the overview shows of what ended. */
const RECENT = 12;

export type Stale =
  | 'overview'
  | 'tasks'
  | 'run'
  | 'schedule'
  | 'pauses'
  | 'safety'
  | 'agents'
  | 'knowledge'
  | 'power'
  | 'notify'
  | 'insights';

/** The run an event speaks of, where it carries one. */
export function runOf(event: LukaEvent): RunSummary | undefined {
  const run = event.data['run'] as RunSummary | undefined;
  return typeof run === 'object' && run !== null && typeof run.id === 'number' && run.state in STATE_WORDS
    ? run
    : undefined;
}

/** What has to be fetched again after an event. */
export function staleAfter(event: LukaEvent): readonly Stale[] {
  switch (event.type) {
    case 'run.started':
      // A yes that counts runs has one left less.
      return runOf(event)?.approval === undefined
        ? ['overview', 'run', 'schedule', 'power']
        : ['overview', 'run', 'schedule', 'power', 'safety'];
    case 'run.queued':
    case 'run.cancelling':
    case 'run.retrying':
    case 'run.judged':
      return ['overview', 'run', 'schedule', 'power'];
    case 'run.checked':
    case 'run.validated':
      return ['run', 'safety'];
    case 'run.unusual':
      return ['overview', 'insights'];
    case 'approval.requested':
    case 'approval.decided':
      return ['overview', 'run', 'safety'];
    case 'policy.changed':
    case 'freeze.changed':
    case 'client.changed':
      return ['overview', 'safety'];
    case 'run.finished':
      // A result waits for a human only once its run has ended.
      return ['overview', 'tasks', 'run', 'schedule', 'power', 'safety', 'insights'];
    case 'step.started':
    case 'step.finished':
      return ['run'];
    case 'task.changed':
    case 'task.removed':
    case 'task.quarantined':
    case 'task.released':
    case 'service.changed':
      return ['overview', 'tasks', 'schedule'];
    case 'module.switched':
      return ['overview', 'tasks', 'schedule', 'safety'];
    case 'module.staged':
    case 'module.unstaged':
      return ['overview', 'safety'];
    case 'slot.decided':
    case 'slot.waiting':
      return ['overview', 'schedule'];
    case 'schedule.paused':
    case 'schedule.resumed':
      return ['overview', 'tasks', 'schedule', 'pauses'];
    case 'knowledge.changed':
    case 'memory.changed':
    case 'report.made':
      return ['knowledge'];
    case 'answer.escalated':
    case 'answer.settled':
      return ['overview', 'knowledge'];
    case 'sla.changed':
      return ['overview', 'tasks'];
    case 'notify.changed':
      return ['overview', 'notify'];
    case 'hold.changed':
      return ['run', 'power'];
    case 'power.changed':
      return ['power'];
    case 'agent.changed':
      return ['overview', 'agents'];
    case 'system.away':
      return ['schedule', 'run', 'power'];
    case 'system.started':
      return ['overview', 'schedule', 'pauses', 'power'];
    case 'order.accepted':
    case 'order.refused':
    case 'order.finished':
    case 'system.stopping':
      return ['overview'];
  }
}

/** The overview with a run as it now is. */
export function withRun(overview: Overview, run: RunSummary): Overview {
  const known = [...overview.running, ...overview.queued, ...overview.recent].find(({ id }) => id === run.id);
  const others = (runs: readonly RunSummary[]): RunSummary[] => runs.filter(({ id }) => id !== run.id);
  const running = others(overview.running);
  const queued = others(overview.queued);
  let { recent, failures } = overview;
  if (run.state === 'running') running.push(run);
  else if (isActive(run.state)) queued.push(run);
  else {
    recent = [run, ...others(recent)].sort((a, b) => b.id - a.id).slice(0, Math.max(RECENT, recent.length));
    // How a service does is told by its state, not by a run of it that ended.
    if (STATE_WORDS[run.state].tone === 'failed' && run.cause.kind !== 'service') {
      const same = (other: RunSummary): boolean =>
        other.id === run.id || (run.task !== undefined && other.task === run.task);
      failures = [run, ...failures.filter((other) => !same(other))];
    }
  }
  const ended = !isActive(run.state) && (known === undefined || isActive(known.state));
  const { counts } = overview.status;
  return {
    ...overview,
    running,
    queued,
    recent,
    failures,
    status: {
      ...overview.status,
      counts: {
        ...counts,
        running: running.length,
        queued: counts.queued + change(known, run, 'queued'),
        awaitingApproval: counts.awaitingApproval + change(known, run, 'awaiting_approval'),
        succeededToday: counts.succeededToday + (ended && run.state === 'succeeded' ? 1 : 0),
        failedToday: counts.failedToday + (ended && STATE_WORDS[run.state].tone === 'failed' ? 1 : 0),
      },
    },
  };
}

function change(known: RunSummary | undefined, run: RunSummary, state: RunState): number {
  return (run.state === state ? 1 : 0) - (known?.state === state ? 1 : 0);
}
