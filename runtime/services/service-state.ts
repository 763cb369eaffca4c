/** The state of a service in one word, from everything that is known of it. Pure. */
import { formatInterval } from '#shared/nouns/duration.ts';
import type { RunState } from '#shared/nouns/run.ts';
import type { ServiceState } from '#shared/nouns/service.ts';
import type { Decision } from './decide.ts';

export interface ServiceFacts {
  readonly enabled: boolean;
  /** Who stopped it, where somebody did. */
  readonly stoppedBy?: string | undefined;
  /** The run that goes or waits. */
  readonly run?: { readonly state: RunState; readonly message?: string | undefined } | undefined;
  /** Its run is being ended, or is asked for right now. */
  readonly ending: boolean;
  readonly asking: boolean;
  /** Whether a check tells its health; what it last said. */
  readonly checked: boolean;
  readonly health: 'unknown' | 'healthy' | 'unhealthy';
  readonly complaint?: string | undefined;
  /** What keeps it from starting although it should: `Luka is frozen`. */
  readonly held?: string | undefined;
  /** What comes next, where no run goes. */
  readonly decision: Decision;
  /** How its last run ended, in words. */
  readonly lastMessage?: string | undefined;
  /** How long the wait is, ms. */
  readonly wait?: number | undefined;
}

export interface StateInWords {
  readonly state: ServiceState;
  readonly message?: string | undefined;
}

export function stateOf(facts: ServiceFacts): StateInWords {
  const { run, health, complaint } = facts;
  if (run) {
    if (health === 'unhealthy') return { state: 'unhealthy', message: complaint };
    if (facts.ending) return { state: 'stopping' };
    if (run.state === 'awaiting_approval')
      return { state: 'waiting', message: run.message ?? 'waits for approval' };
    if (run.state === 'queued') return { state: 'starting', message: facts.held };
    return facts.checked && health === 'unknown'
      ? { state: 'starting', message: 'its health check has not passed yet' }
      : { state: 'healthy' };
  }
  if (!facts.enabled) return { state: 'disabled' };
  if (facts.stoppedBy !== undefined) return { state: 'stopped', message: `stopped by ${facts.stoppedBy}` };
  if (facts.asking) return { state: 'starting' };
  const { decision, lastMessage } = facts;
  if (decision.action === 'rest')
    return decision.well
      ? { state: 'stopped', message: 'it ended, and is not restarted' }
      : { state: 'failed', message: lastMessage };
  if (facts.held !== undefined) return { state: 'waiting', message: facts.held };
  if (decision.action === 'start') return { state: 'starting' };
  const again = `started again ${facts.wait === undefined ? 'soon' : `after ${formatInterval(facts.wait)}`}`;
  return { state: 'backing_off', message: lastMessage === undefined ? again : `${lastMessage}; ${again}` };
}
