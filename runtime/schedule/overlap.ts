/** What becomes of a due moment while runs of its task wait or go. A pure function of the policy and those runs. */
import type { Overlap, OverlapPolicy } from '#shared/nouns/schedule-policy.ts';
import type { SlotCode } from '#shared/nouns/slot.ts';
import { isTimeTrigger, type Trigger } from '#shared/nouns/trigger.ts';
import { clockWords } from './local-words.ts';

export interface ActiveRun {
  readonly id: number;
  /** False while it is queued, for the first time or for another attempt, or waits for approval. */
  readonly going: boolean;
  /** When it started, or was queued, ms since 1970. */
  readonly since: number;
}

export type OverlapDecision =
  | { readonly action: 'run' }
  /** Run, once those are ended. */
  | { readonly action: 'replace'; readonly runs: readonly number[] }
  | { readonly action: 'join'; readonly run: number; readonly code: SlotCode; readonly reason: string }
  | { readonly action: 'skip'; readonly run: number; readonly code: SlotCode; readonly reason: string };

const QUEUE_LIMIT = 10;
/** Each event is about something of its own (a file, a call): more of them are kept than of moments that are all alike. */
const EVENT_QUEUE_LIMIT = 100;
export const PARALLEL_LIMIT = 2;

/** The policy in force. Moments of time are skipped while a run goes; events are queued, for none repeats what the other said. */
export function overlapPolicy(
  overlap: Overlap | undefined,
  trigger: Trigger,
): { policy: OverlapPolicy; limit: number } {
  const isTime = isTimeTrigger(trigger);
  const said = overlap === undefined || typeof overlap === 'string' ? { policy: overlap } : overlap;
  const policy = said.policy ?? (isTime ? 'skip' : 'queue');
  const otherwise = policy === 'parallel' ? PARALLEL_LIMIT : isTime ? QUEUE_LIMIT : EVENT_QUEUE_LIMIT;
  return { policy, limit: ('limit' in said ? said.limit : undefined) ?? otherwise };
}

/** @param active the task's runs that wait or go, oldest first */
export function decideOverlap(
  { policy, limit }: { policy: OverlapPolicy; limit: number },
  active: readonly ActiveRun[],
  now: number,
): OverlapDecision {
  const last = active.at(-1);
  if (!last) return { action: 'run' };
  const waiting = active.filter((run) => !run.going);
  switch (policy) {
    case 'skip':
      return { action: 'skip', run: last.id, code: 'overlap', reason: describe(last, now) };
    case 'queue':
      if (waiting.length < limit) return { action: 'run' };
      return {
        action: 'skip',
        run: last.id,
        code: 'queue_full',
        reason: `${waiting.length} runs of it were waiting already, as many as may`,
      };
    case 'coalesce': {
      const joined = waiting.at(-1);
      if (!joined) return { action: 'run' };
      const reason = `run #${joined.id} was waiting already and does its work`;
      return { action: 'join', run: joined.id, code: 'joined_waiting', reason };
    }
    case 'replace':
      return { action: 'replace', runs: active.map((run) => run.id) };
    case 'parallel':
      if (active.length < limit) return { action: 'run' };
      return {
        action: 'skip',
        run: last.id,
        code: 'overlap',
        reason: `${active.length} runs of it were going already, as many as may`,
      };
  }
}

function describe(run: ActiveRun, now: number): string {
  return run.going
    ? `run #${run.id}, started at ${clockWords(run.since, now)}, was still going`
    : `run #${run.id}, queued at ${clockWords(run.since, now)}, was still waiting`;
}
