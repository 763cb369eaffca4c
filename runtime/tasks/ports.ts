/** What the rest of the runtime sees of the tasks room. */
import type { Finding } from '#shared/nouns/finding.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';

/** A task file as it is on disk now; without a definition while it has errors. */
export interface LoadedTask {
  readonly id: string;
  readonly file: string;
  readonly source: 'yaml' | 'module';
  /** SHA-256 of the file's bytes, hex. */
  readonly hash: string;
  readonly findings: readonly Finding[];
  readonly definition?: TaskDefinition;
}

export interface TaskChange {
  readonly changed: readonly LoadedTask[];
  readonly removed: readonly string[];
}

export interface TaskRegistry {
  /** Loads everything once, then watches. Resolves after the first load. */
  start(): Promise<void>;
  stop(): Promise<void>;
  list(): readonly LoadedTask[];
  get(id: string): LoadedTask | undefined;
  /** Faults of files from which not even an id could be read. */
  findings(): readonly Finding[];
  /** Writes `<tasks>/<id>.yaml` from a commented template, atomically. @throws LukaError task_exists */
  create(input: { id: string; title?: string | undefined; run?: string | undefined }): Promise<LoadedTask>;
  /** Writes `<tasks>/<id>.yaml` with this text, atomically, and takes it up. @throws LukaError task_exists, disk_full */
  add(id: string, text: string): Promise<LoadedTask>;
  /** Edits `enabled:` in the file, keeping comments and order. @throws LukaError task_unknown, task_invalid */
  setEnabled(id: string, enabled: boolean): Promise<LoadedTask>;
  /**
   * Writes these triggers into the file, comments and order of the rest kept. Durable when it resolves.
   * @param triggers as a file says them, durations as text
   * @param hash of the file they are made for
   * @throws LukaError task_unknown, task_changed, task_unreadable, task_invalid, trigger_invalid, disk_full
   */
  setTriggers(id: string, triggers: readonly Record<string, unknown>[], hash: string): Promise<LoadedTask>;
  /** Reads everything again and answers with every finding. */
  lint(): Promise<{ checked: number; findings: Finding[] }>;
}

/** What a `.mjs` module turned out to export, found by importing it in a child process. */
export interface ModuleDescription {
  readonly hasAuto: boolean;
  readonly hasManual: boolean;
  readonly functions: readonly string[];
  /** The argument of a default `defineTask(...)`, not yet validated. */
  readonly definition?: unknown;
}

/** Imports a module somewhere it can do no harm to Luka itself. */
export interface ModuleProbe {
  /** @throws LukaError module_missing, module_broken (message with line and column where known), module_no_entry */
  describe(file: string): Promise<ModuleDescription>;
}
