/** Files and modules as they are, brought together: which tasks there are, and what is wrong with each. */
import type { Finding } from '#shared/nouns/finding.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { linkFaults } from './check-links.ts';
import { toFinding, type Fault } from './faults.ts';
import { moduleFaults } from './module-faults.ts';
import { locateByName, taskOfModule } from './module-task.ts';
import type { KnownModule } from './module-shelf.ts';
import type { LoadedTask } from './ports.ts';
import type { Locate } from './source-text.ts';
import { idOfFile, type TaskFile } from './task-file.ts';

export interface TaskSources {
  /** Sorted by name: of two files with one id, the first has it. */
  readonly files: readonly TaskFile[];
  /** Names of the modules that stand in the modules folder itself, sorted. */
  readonly taskModules: readonly string[];
  /** By name; holds all of `taskModules` and every module that a step names. */
  readonly modules: ReadonlyMap<string, KnownModule>;
  /** For modules, by id: where the person switched one on or off. */
  readonly switched: Readonly<Record<string, boolean>>;
}

export interface Assembled {
  readonly tasks: ReadonlyMap<string, LoadedTask>;
  /** Faults of files that are no task. */
  readonly findings: readonly Finding[];
}

export function assembleTasks(sources: TaskSources): Assembled {
  const tasks = new Map<string, LoadedTask>();
  const findings: Finding[] = [];
  const places = new Map<string, Locate>();
  const used = new Map<string, Set<string>>();
  const take = (name: string, file: string, make: (id: string) => LoadedTask): void => {
    const named = idOfFile(name, file);
    if ('finding' in named) {
      findings.push(named.finding);
      return;
    }
    const first = tasks.get(named.id);
    if (first) findings.push(duplicate(named.id, file, first.file));
    else tasks.set(named.id, make(named.id));
  };

  for (const file of sources.files) {
    take(file.name, file.file, (id) => {
      for (const name of modulesOf(file.definition)) used.set(name, (used.get(name) ?? new Set()).add(id));
      const faults = moduleFaults(file.definition, sources.modules);
      places.set(id, file.locate);
      return loaded(
        id,
        { ...file, source: 'yaml' },
        faults.map((fault) => toFinding(fault, file.locate, file.file)),
      );
    });
  }
  for (const name of sources.taskModules) {
    const module = sources.modules.get(name);
    if (!module) continue;
    const users = used.get(name);
    const { definition, findings: found } = taskOfModule(module);
    // A module that tasks call by function, or that carries out the task of its own name, is no task besides.
    if (users && found.some(({ code }) => code === 'module_no_entry')) continue;
    if (users?.has(name.replace(/\.mjs$/, '')) === true) continue;
    take(name, module.file, (id) => {
      places.set(id, locateByName(module.text));
      const enabled = Object.hasOwn(sources.switched, id) ? sources.switched[id] : definition?.enabled;
      const switched = definition && enabled !== undefined ? { ...definition, enabled } : definition;
      return loaded(
        id,
        {
          file: module.file,
          hash: module.hash,
          findings: found,
          source: 'module',
          ...(switched ? { definition: switched } : {}),
        },
        [],
      );
    });
  }
  return { tasks: linked(tasks, places), findings };
}

/** What is wrong between tasks: looked for in all of them, for each change of one may make or mend it in another. */
function linked(
  tasks: ReadonlyMap<string, LoadedTask>,
  places: ReadonlyMap<string, Locate>,
): Map<string, LoadedTask> {
  const faults = linkFaults(definitionsOf(tasks.values()), new Set(tasks.keys()));
  return new Map(
    [...tasks].map(([id, task]) => {
      const more = faults.get(id)?.map((fault) => toFinding(fault, places.get(id), task.file));
      return [id, more ? loaded(id, task, more) : task];
    }),
  );
}

export function definitionsOf(tasks: Iterable<LoadedTask>): Map<string, TaskDefinition> {
  return new Map([...tasks].flatMap(({ id, definition }) => (definition ? [[id, definition]] : [])));
}

/** Names of the modules that a definition's steps use. */
export function modulesOf(definition: TaskDefinition | undefined): string[] {
  return (definition?.steps ?? []).flatMap((step) => ('module' in step ? [step.module] : []));
}

interface Source {
  readonly file: string;
  readonly hash: string;
  readonly source: LoadedTask['source'];
  readonly findings: readonly Finding[];
  readonly definition?: TaskDefinition;
}

function loaded(
  id: string,
  { file, hash, source, findings: own, definition }: Source,
  more: readonly Finding[],
): LoadedTask {
  const findings = [...own, ...more];
  const sound = definition && !findings.some(({ severity }) => severity === 'error');
  return { id, file, source, hash, findings, ...(sound ? { definition } : {}) };
}

function duplicate(id: string, file: string, first: string): Finding {
  const fault: Fault = {
    code: 'task_duplicate',
    path: [],
    message: `the task "${id}" is defined already by ${first}`,
    remedy: 'rename one of the two files',
  };
  return { ...toFinding(fault, undefined, file), line: 1, column: 1 };
}
