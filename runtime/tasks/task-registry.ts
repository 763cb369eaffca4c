/** The tasks of a home: read once, then kept true by watching the files they come from. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { TaskId } from '#shared/nouns/task.ts';
import { createFile } from '../home/atomic-file.ts';
import type { HomeLayout } from '../home/layout.ts';
import { assembleTasks, definitionsOf, modulesOf, type Assembled } from './assemble-tasks.ts';
import { changeTaskFile, type Change } from './change-task-file.ts';
import { checkNewTriggers } from './check-new-triggers.ts';
import { editEnabled } from './edit-enabled.ts';
import { editTriggers } from './edit-triggers.ts';
import { mapLimit } from './map-limit.ts';
import { ModuleShelf } from './module-shelf.ts';
import { didYouMean } from './suggest.ts';
import type { LoadedTask, ModuleProbe, TaskChange, TaskRegistry } from './ports.ts';
import { readSwitched, SWITCHED_FILE, writeSwitched } from './switched-modules.ts';
import { isTaskFile, readTaskFile, type TaskFile } from './task-file.ts';
import { taskTemplate } from './task-template.ts';
import { watchFolder, type FolderWatch } from './watch-folder.ts';

export interface TaskRegistryOptions {
  readonly layout: HomeLayout;
  readonly probe: ModuleProbe;
  /** Called after each change once `start` has resolved; with two empty lists where only `findings()` changed. */
  readonly onChange: (change: TaskChange) => void;
  /** Told when a folder cannot be watched or a reload fails in a way that is no finding. */
  readonly onError?: (error: unknown) => void;
  /** How long to gather events before looking. Default 50 ms. */
  readonly debounceMs?: number;
}

const READS_AT_ONCE = 16;

interface Pending {
  /** Undefined: all of them. */
  tasks: Set<string> | undefined;
  modules: Set<string> | undefined;
}

export function createTaskRegistry(options: TaskRegistryOptions): TaskRegistry {
  return new FileTaskRegistry(options);
}

class FileTaskRegistry implements TaskRegistry {
  readonly #options: TaskRegistryOptions;
  readonly #shelf: ModuleShelf;
  readonly #files = new Map<string, TaskFile>();
  #assembled: Assembled = { tasks: new Map(), findings: [] };
  #watches: FolderWatch[] = [];
  #pending: Pending = { tasks: new Set(), modules: new Set() };
  #timer: NodeJS.Timeout | undefined;
  /** Reloads go one after another, so that an older look never overwrites a newer one. */
  #reloading: Promise<void> = Promise.resolve();
  #changing: Promise<void> = Promise.resolve();
  #started = false;

  constructor(options: TaskRegistryOptions) {
    this.#options = options;
    this.#shelf = new ModuleShelf(options.layout.modules, options.probe);
  }

  async start(): Promise<void> {
    const { tasks, modules } = this.#options.layout;
    await mkdir(tasks, { recursive: true, mode: 0o700 });
    await mkdir(modules, { recursive: true, mode: 0o700 });
    // Watching starts first: what changes during the first look is looked at again.
    await this.#watch(tasks, (names) => this.#noteTasks(names));
    await this.#watch(modules, (names) => this.#note('modules', names));
    await this.#reload({ tasks: undefined, modules: undefined });
    this.#started = true;
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await Promise.allSettled(this.#watches.map((watch) => watch.close()));
    this.#watches = [];
    await this.#reloading;
    this.#started = false;
  }

  list(): readonly LoadedTask[] {
    return [...this.#assembled.tasks.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  get(id: string): LoadedTask | undefined {
    return this.#assembled.tasks.get(id);
  }

  findings(): Assembled['findings'] {
    return this.#assembled.findings;
  }

  async create(input: {
    id: string;
    title?: string | undefined;
    run?: string | undefined;
  }): Promise<LoadedTask> {
    return this.add(input.id, taskTemplate(input));
  }

  async add(id: string, text: string): Promise<LoadedTask> {
    const checked = TaskId.safeParse(id);
    if (!checked.success) {
      throw new LukaError('task_invalid', {
        message: checked.error.issues[0]?.message ?? `"${id}" is no task id`,
      });
    }
    const exists = new LukaError('task_exists', { message: `there is a task "${id}" already` });
    if (this.get(id)) throw exists;
    const name = `${id}.yaml`;
    if (!(await createFile(join(this.#options.layout.tasks, name), text))) throw exists;
    await this.#reload({ tasks: new Set([name]), modules: new Set() });
    return this.#mustGet(id);
  }

  setEnabled(id: string, enabled: boolean): Promise<LoadedTask> {
    return this.#afterOthers(() => this.#switch(id, enabled));
  }

  async #switch(id: string, enabled: boolean): Promise<LoadedTask> {
    const task = this.#mustGet(id);
    if (task.source === 'module') {
      await writeSwitched(this.#options.layout.tasks, id, enabled);
      await this.#reload({ tasks: new Set(), modules: new Set() });
      return this.#mustGet(id);
    }
    return this.#change(task, { edit: (text) => editEnabled(text, enabled), what: 'switched' });
  }

  setTriggers(id: string, triggers: readonly Record<string, unknown>[], hash: string): Promise<LoadedTask> {
    return this.#afterOthers(async () => {
      const task = this.#mustGet(id);
      if (task.source === 'module') {
        throw new LukaError('task_invalid', {
          message: `"${id}" is a module, and its triggers are part of its code`,
          remedy: `edit "triggers" in ${task.file}`,
        });
      }
      checkNewTriggers(id, triggers, definitionsOf(this.#assembled.tasks.values()));
      const edit = (text: string): string | undefined => editTriggers(text, triggers);
      return this.#change(task, { edit, hash, what: 'given triggers' });
    });
  }

  async #change(task: LoadedTask, change: Change): Promise<LoadedTask> {
    await changeTaskFile(task, change);
    const name = [...this.#files.values()].find((one) => one.file === task.file)?.name;
    await this.#reload({ tasks: name === undefined ? undefined : new Set([name]), modules: new Set() });
    return this.#mustGet(task.id);
  }

  /** One change after the other: the second of two made for the same text finds that it changed. */
  #afterOthers<T>(change: () => Promise<T>): Promise<T> {
    const made = this.#changing.then(change);
    this.#changing = made.then(
      () => undefined,
      () => undefined,
    );
    return made;
  }

  async lint(): ReturnType<TaskRegistry['lint']> {
    await this.#reload({ tasks: undefined, modules: undefined });
    const tasks = this.list();
    const others = this.findings();
    return {
      checked: tasks.length + new Set(others.map(({ file }) => file)).size,
      findings: [...tasks.flatMap((task) => task.findings), ...others],
    };
  }

  #mustGet(id: string): LoadedTask {
    const task = this.get(id);
    if (task) return task;
    const near = didYouMean(id, this.#assembled.tasks.keys()).trim();
    throw new LukaError('task_unknown', {
      message: `there is no task "${id}"`,
      ...(near === '' ? {} : { remedy: near }),
    });
  }

  async #watch(folder: string, note: (names: readonly string[] | undefined) => void): Promise<void> {
    try {
      this.#watches.push(await watchFolder(folder, note));
    } catch (error) {
      this.#options.onError?.(error);
    }
  }

  #noteTasks(names: readonly string[] | undefined): void {
    if (names === undefined) return this.#note('tasks', undefined);
    const relevant = names.filter((name) => isTaskFile(name) || name === SWITCHED_FILE || name === '');
    if (relevant.length > 0) this.#note('tasks', relevant.includes('') ? undefined : relevant);
  }

  #note(kind: keyof Pending, names: readonly string[] | undefined): void {
    const noted = this.#pending[kind];
    if (names === undefined) this.#pending[kind] = undefined;
    else if (noted) for (const name of names) noted.add(name);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const pending = this.#pending;
      this.#pending = { tasks: new Set(), modules: new Set() };
      this.#reload(pending).catch((error: unknown) => this.#options.onError?.(error));
    }, this.#options.debounceMs ?? 50);
  }

  #reload(changed: Pending): Promise<void> {
    const reload = this.#reloading.then(() => this.#look(changed));
    this.#reloading = reload.catch(() => undefined);
    return reload;
  }

  async #look(changed: Pending): Promise<void> {
    const { tasks: folder } = this.#options.layout;
    const present = (await readdir(folder)).filter(isTaskFile);
    const stale = changed.tasks === undefined ? present : [...changed.tasks].filter(isTaskFile);
    const read = await mapLimit(stale, READS_AT_ONCE, (name) => readTaskFile(folder, name));
    stale.forEach((name, index) => {
      const file = read[index];
      if (file) this.#files.set(name, file);
      else this.#files.delete(name);
    });
    for (const name of this.#files.keys()) if (!present.includes(name)) this.#files.delete(name);

    if (changed.modules === undefined || changed.modules.size > 0) {
      this.#shelf.forget(changed.modules && [...changed.modules]);
    }
    const files = [...this.#files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    const taskModules = await this.#shelf.taskModules();
    const modules = await this.#shelf.describe([
      ...taskModules,
      ...files.flatMap((file) => modulesOf(file.definition)),
    ]);
    const switched = await readSwitched(folder);
    this.#publish(assembleTasks({ files, taskModules, modules, switched }));
  }

  #publish(next: Assembled): void {
    const before = this.#assembled;
    this.#assembled = next;
    if (!this.#started) return;
    const changed = [...next.tasks.values()].filter((task) => !isSame(task, before.tasks.get(task.id)));
    const removed = [...before.tasks.keys()].filter((id) => !next.tasks.has(id));
    if (changed.length > 0 || removed.length > 0 || !isSame(next.findings, before.findings)) {
      this.#options.onChange({ changed, removed });
    }
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
