import { useEffect } from 'react';
import type { Task } from '#shared/nouns/task.ts';
import { refreshTasks } from '../../live/fetches.ts';
import { useLive } from '../../live/store.ts';

/** The tasks, read once and kept true by events. Undefined until they are there. */
export function useTasks(): readonly Task[] | undefined {
  const tasks = useLive((state) => state.tasks);
  const missing = tasks === undefined;
  useEffect(() => {
    if (missing) void refreshTasks();
  }, [missing]);
  return tasks;
}
