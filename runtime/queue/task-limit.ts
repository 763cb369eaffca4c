import type { TaskDefinition } from '#shared/nouns/task.ts';
import { PARALLEL_LIMIT } from '../schedule/overlap.ts';

/** How many runs of a task may go at once: its `concurrency`, and where its moments may overlap, at least as many as they may. */
export function taskLimit({
  concurrency = 1,
  overlap,
}: Pick<TaskDefinition, 'concurrency' | 'overlap'>): number {
  const { policy, limit } = typeof overlap === 'object' ? overlap : { policy: overlap, limit: undefined };
  return policy === 'parallel' ? Math.max(concurrency, limit ?? PARALLEL_LIMIT) : concurrency;
}
