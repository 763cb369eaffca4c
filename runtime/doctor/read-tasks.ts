/** What is wrong with the files of tasks and modules, read once: for a home in which no Luka works. */
import { readdir } from 'node:fs/promises';
import type { Finding } from '#shared/nouns/finding.ts';
import type { HomeLayout } from '../home/layout.ts';
import { assembleTasks, modulesOf } from '../tasks/assemble-tasks.ts';
import { ModuleShelf } from '../tasks/module-shelf.ts';
import type { ModuleProbe } from '../tasks/ports.ts';
import { readSwitched } from '../tasks/switched-modules.ts';
import { isTaskFile, readTaskFile } from '../tasks/task-file.ts';

export async function readTaskFindings(
  layout: HomeLayout,
  probe: ModuleProbe,
): Promise<{ files: number; findings: Finding[] }> {
  const names = (await readdir(layout.tasks).catch(() => [])).filter(isTaskFile).sort();
  const read = [];
  for (const name of names) read.push(await readTaskFile(layout.tasks, name));
  const files = read.filter((file) => file !== undefined);
  const shelf = new ModuleShelf(layout.modules, probe);
  const taskModules = await shelf.taskModules();
  const modules = await shelf.describe([
    ...taskModules,
    ...files.flatMap(({ definition }) => modulesOf(definition)),
  ]);
  const { tasks, findings } = assembleTasks({
    files,
    taskModules,
    modules,
    switched: await readSwitched(layout.tasks),
  });
  return {
    files: files.length + taskModules.length,
    findings: [...findings, ...[...tasks.values()].flatMap((task) => task.findings)],
  };
}
