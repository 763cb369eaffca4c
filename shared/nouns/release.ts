/** A release is one version of something deployed, kept beside the ones before so that it can be gone back to. */
import { z } from 'zod';
import { TaskId } from './task.ts';

/** The name of a deployed module, which is its file's without `.mjs`: it becomes a task's id. */
export const ModuleName = TaskId;

export const ModuleRelease = z.strictObject({
  module: ModuleName,
  /** Counts up for each module. */
  number: z.int().positive(),
  /** The first 12 digits of the SHA-256 over all of its files. */
  hash: z.string(),
  /** ISO 8601. */
  at: z.string(),
  by: z.string(),
  /** Where it was deployed from, absolute. */
  from: z.string(),
  /** The file that is loaded, relative to the release's folder. */
  entry: z.string(),
  files: z.int().positive(),
  bytes: z.int().min(0),
  /** How its own test went; `kept`: it stood in the modules folder before anything was deployed. */
  test: z.enum(['passed', 'absent', 'kept']),
  /** Whether it is the one that runs. */
  current: z.boolean(),
  /** Since when it runs, ISO 8601: of the current one only. */
  since: z.string().optional(),
});
export type ModuleRelease = z.infer<typeof ModuleRelease>;

/** A module that a program laid ready, and a human has yet to deploy. */
export const StagedModule = z.strictObject({
  module: ModuleName,
  /** As its release's would be. */
  hash: z.string(),
  /** Absolute: what `luka deploy` takes. */
  path: z.string(),
  bytes: z.int().min(0),
  at: z.string(),
  /** Who laid it ready, as the audit says of exactly this text; absent where it says nothing. */
  by: z.string().optional(),
});
export type StagedModule = z.infer<typeof StagedModule>;

/** What stands behind a module's name just now. */
export const RunningModule = z.strictObject({
  /** Absent where a person put the file into the modules folder by hand. */
  release: ModuleRelease.optional(),
  /** Of its entry; absent where it is longer than is shown. */
  text: z.string().optional(),
});
export type RunningModule = z.infer<typeof RunningModule>;

export const ModuleSwitch = z.strictObject({
  /** `planned`: a dry run. `unchanged`: the same files run already. */
  outcome: z.enum(['planned', 'switched', 'unchanged']),
  release: ModuleRelease,
  /** What ran before, where anything did. */
  before: ModuleRelease.optional(),
  /** Releases that were removed because newer ones took their place. */
  removed: z.array(z.int().positive()),
});
export type ModuleSwitch = z.infer<typeof ModuleSwitch>;
