/** How many runs of each task and of each group are going, and which of them may not have another. */
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { RunRow } from '../runs/records.ts';
import { taskLimit } from './task-limit.ts';

type Limited = Pick<RunRow, 'task' | 'group_name'>;

export class RunLimits {
  readonly #groupLimit: (group: string) => number;
  readonly #tasks = new Map<string, number>();
  readonly #groups = new Map<string, number>();
  readonly #busyTasks = new Set<string>();

  constructor(groupLimit: (group: string) => number) {
    this.#groupLimit = groupLimit;
  }

  /** Those that are at their limits. A group's is asked anew each time: settings change. */
  busy(): { tasks: string[]; groups: string[] } {
    const groups = [...this.#groups].filter(([group, going]) => going >= this.#groupLimit(group));
    return { tasks: [...this.#busyTasks], groups: groups.map(([group]) => group) };
  }

  /** False where its task is at the limit of this very definition: it may have been lowered since the others started. */
  admits({ task }: Limited, definition: TaskDefinition): boolean {
    if (task === null || (this.#tasks.get(task) ?? 0) < taskLimit(definition)) return true;
    this.#busyTasks.add(task);
    return false;
  }

  started(run: Limited, definition: TaskDefinition): void {
    this.#count(run, definition, 1);
  }

  ended(run: Limited, definition: TaskDefinition): void {
    this.#count(run, definition, -1);
  }

  #count({ task, group_name: group }: Limited, definition: TaskDefinition, by: 1 | -1): void {
    if (group !== null) add(this.#groups, group, by);
    if (task === null) return;
    if (add(this.#tasks, task, by) >= taskLimit(definition)) this.#busyTasks.add(task);
    else this.#busyTasks.delete(task);
  }
}

function add(counts: Map<string, number>, name: string, by: 1 | -1): number {
  const count = (counts.get(name) ?? 0) + by;
  if (count > 0) counts.set(name, count);
  else counts.delete(name);
  return count;
}
