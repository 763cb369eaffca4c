/** The tasks of one temporary home, with real files and a probe that never starts a process. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeLayout, type HomeLayout } from '../home/layout.ts';
import { temporaryFolder } from '../testing.ts';
import type { ModuleDescription, TaskChange, TaskRegistry } from './ports.ts';
import { createTaskRegistry } from './task-registry.ts';

export interface TaskBench extends AsyncDisposable {
  readonly layout: HomeLayout;
  readonly registry: TaskRegistry;
  readonly changes: TaskChange[];
  /** Writes a task file; the registry sees it by itself, or at the next `lint`. */
  write(name: string, text: string): Promise<void>;
  read(name: string): Promise<string>;
  /** Writes a module, and what it turns out to export. */
  writeModule(name: string, definition: Record<string, unknown>): Promise<void>;
}

/** @param files task files that are there before the registry starts, by name */
export async function openTasks(files: Readonly<Record<string, string>> = {}): Promise<TaskBench> {
  const folder = await temporaryFolder();
  const layout = homeLayout(join(folder.path, 'home'));
  await mkdir(layout.tasks, { recursive: true });
  const changes: TaskChange[] = [];
  const modules = new Map<string, ModuleDescription>();
  const registry = createTaskRegistry({
    layout,
    probe: {
      describe: (file) =>
        Promise.resolve(modules.get(file) ?? { hasAuto: true, hasManual: false, functions: ['run_auto'] }),
    },
    onChange: (change) => changes.push(change),
  });
  const write = (name: string, text: string) => writeFile(join(layout.tasks, name), text);
  for (const [name, text] of Object.entries(files)) await write(name, text);
  await registry.start();
  return {
    layout,
    registry,
    changes,
    write,
    read: (name) => readFile(join(layout.tasks, name), 'utf8'),
    async writeModule(name, definition) {
      const file = join(layout.modules, name);
      modules.set(file, { hasAuto: false, hasManual: false, functions: ['run'], definition });
      await writeFile(
        file,
        `export default ${JSON.stringify(definition, null, 2).replace(/"(\w+)":/g, '$1:')};\n`,
      );
    },
    async [Symbol.asyncDispose]() {
      await registry.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}
