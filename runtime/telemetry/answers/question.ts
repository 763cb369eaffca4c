/** What an answer is made from. */
import type { Zone } from '../../schedule/zone.ts';
import type { Figures } from '../figures/figures.ts';
import type { Span } from './span.ts';

/** What is known of a task outside of the figures. */
export interface KnownTask {
  readonly id: string;
  readonly title: string;
  readonly byHandMs?: number | undefined;
}

export interface Question {
  readonly figures: Figures;
  readonly zone: Zone;
  /** ms since 1970. */
  readonly now: number;
  readonly span: Span;
  /** The tasks that there are now. */
  readonly tasks: ReadonlyMap<string, KnownTask>;
  readonly task?: string | undefined;
}

/** How long a task takes by hand, as it says now, or said last where it is gone. ms; by task. */
export function byHand({ figures, tasks }: Pick<Question, 'figures' | 'tasks'>): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  for (const { task, by_hand_ms: ms } of figures.all<{ task: string; by_hand_ms: number }>(
    'select task, by_hand_ms from tasks where by_hand_ms is not null',
  ))
    if (!tasks.has(task)) known.set(task, ms);
  for (const { id, byHandMs } of tasks.values()) if (byHandMs !== undefined) known.set(id, byHandMs);
  return known;
}
