import { stat } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { modulePath } from '../tasks/module-path.ts';

/**
 * An order is refused at the door when a module it names is not there: its sender still listens, a failed run is read
 * by somebody later.
 * @throws LukaError module_missing
 */
export async function checkModules(definition: TaskDefinition, modulesFolder: string): Promise<void> {
  for (const step of definition.steps) {
    if (!('module' in step)) continue;
    const file = modulePath(modulesFolder, step.module);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile())
      throw new LukaError('module_missing', { message: `the module ${step.module} does not exist` });
  }
}
