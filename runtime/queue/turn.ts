/** Who goes first. */
import { priorityRank, type Priority } from '#shared/nouns/priority.ts';

/**
 * How long a run waits before it goes ahead of new ones of the next higher priority. Low comes before new urgent ones
 * after three times that, so that nothing waits for ever.
 */
export const AGEING_MS = 15 * 60_000;

/**
 * A run's place in the queue, the smallest first. All grow older at the same rate, so their order never changes while
 * they wait: one number, given once.
 */
export function turnOf(queuedAt: number, priority: Priority): number {
  return queuedAt + priorityRank(priority) * AGEING_MS;
}
