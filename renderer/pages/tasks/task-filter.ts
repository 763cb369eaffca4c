/** Which tasks a search text and a view let through. */
import type { Task } from '#shared/nouns/task.ts';

export const TASK_VIEWS = [
  ['all', 'All'],
  ['ready', 'On'],
  ['disabled', 'Off'],
  ['invalid', 'Broken'],
] as const;
export type TaskView = (typeof TASK_VIEWS)[number][0];

/** Every word must be found in the id, the title, a tag or a trigger. */
export function filterTasks(tasks: readonly Task[], search: string, view: TaskView): readonly Task[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return tasks.filter((task) => {
    if (view !== 'all' && task.state !== view) return false;
    const text = [task.id, task.title, ...task.tags.map((tag) => `#${tag}`), ...task.triggers]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** A task id out of a title: `Nightly backup (home)` is `nightly-backup-home`. */
export function idFromTitle(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100);
}
