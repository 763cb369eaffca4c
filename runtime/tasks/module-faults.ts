import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { Fault } from './faults.ts';
import { hasEntry } from './module-task.ts';
import type { KnownModule } from './module-shelf.ts';
import { closest } from './suggest.ts';

/** What is wrong with the modules that a definition's steps name: missing, broken, or without what is to be called. */
export function moduleFaults(
  definition: TaskDefinition | undefined,
  modules: ReadonlyMap<string, KnownModule>,
): Fault[] {
  return (definition?.steps ?? []).flatMap((step, index): Fault[] => {
    if (!('module' in step)) return [];
    const path = ['steps', index, 'module'];
    const module = modules.get(step.module);
    if (!module) return [];
    const { error, description } = module;
    if (error) {
      const present = [...modules.values()].filter((other) => other.description).map(({ name }) => name);
      const near = error.code === 'module_missing' ? closest(step.module, present) : undefined;
      const remedy = near === undefined ? error.remedy : `did you mean "${near}"?`;
      return [{ code: error.code, path, message: error.message, remedy }];
    }
    const functions = description?.functions ?? [];
    if (step.function !== undefined && !functions.includes(step.function)) {
      const near = closest(step.function, functions);
      return [
        {
          code: 'module_no_entry',
          path: ['steps', index, 'function'],
          message: `${step.module} has no function "${step.function}"`,
          remedy: near === undefined ? `it has ${functions.join(', ') || 'none'}` : `did you mean "${near}"?`,
        },
      ];
    }
    if (step.function === undefined && description && !hasEntry(description)) {
      const message = `${step.module} has neither run_auto nor run_manual nor a default with run(ctx)`;
      return [
        {
          code: 'module_no_entry',
          path,
          message,
          remedy: `add "function:" with one of ${functions.join(', ')}`,
        },
      ];
    }
    return [];
  });
}
