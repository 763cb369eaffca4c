import type { Pause } from '#shared/nouns/slot.ts';
import type { Task } from '#shared/nouns/task.ts';
import { useLive } from '../../live/store.ts';
import { useWords } from '../../ui/clock.tsx';
import { holds, inForce } from './pause-words.ts';

const NONE: readonly Pause[] = [];

/** The pauses in force or to come; one that is over goes by itself. */
export function usePauses(): readonly Pause[] {
  const pauses = useLive((state) => state.pauses) ?? NONE;
  const ids = useWords((now) =>
    pauses
      .filter((pause) => inForce(pause, now))
      .map(({ id }) => id)
      .join(),
  );
  const shown = new Set(ids.split(',').map(Number));
  return pauses.filter(({ id }) => shown.has(id));
}

export function usePausesOf(task: Pick<Task, 'id' | 'tags'>): readonly Pause[] {
  return usePauses().filter(({ scope }) => holds(scope, task));
}
