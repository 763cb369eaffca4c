/** What the pages of modules show, brought together from releases, what was laid ready, and tasks. Pure. */
import type { ModuleRelease } from '#shared/nouns/release.ts';
import type { Task } from '#shared/nouns/task.ts';

export interface ModuleRow {
  readonly module: string;
  /** The release that runs; undefined where its file was replaced by hand or taken away. */
  readonly current: ModuleRelease | undefined;
  readonly releases: number;
}

/** One row a module that was ever deployed, by name. */
export function moduleRows(releases: readonly ModuleRelease[]): ModuleRow[] {
  const byName = new Map<string, ModuleRelease[]>();
  for (const release of releases)
    byName.set(release.module, [...(byName.get(release.module) ?? []), release]);
  return [...byName]
    .map(([module, own]) => ({
      module,
      current: own.find(({ current }) => current),
      releases: own.length,
    }))
    .sort((a, b) => (a.module < b.module ? -1 : 1));
}

/** Tasks whose runs load the module: the one it is itself, and those with a step that names its file. */
export function tasksOf(module: string, tasks: readonly Task[]): Task[] {
  const file = `${module}.mjs`;
  return tasks.filter(
    ({ id, source, definition }) =>
      (source === 'module' && id === module) ||
      definition?.steps.some((step) => 'module' in step && step.module.replace(/^(?:\.\/)+/, '') === file),
  );
}

/** `builder`; the person who looks is `you`. */
export function whoWords(by: string): string {
  return by === 'person' ? 'you' : by;
}

export function moduleAddress(module: string): string {
  return `/modules/${encodeURIComponent(module)}`;
}

/** What can be the name of a module: nothing else is asked for. */
export function isModuleName(name: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,99}$/.test(name);
}
