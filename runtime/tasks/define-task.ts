/**
 * What a module may export as its default: `export default defineTask({ title, triggers, run(ctx) { ... } })`.
 * A module that cannot import this package writes the same object without the call: it is known by its shape.
 */
import type { z } from 'zod';
import type { ParamValues } from '#shared/nouns/param.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';

/** What a module's function is given. */
export interface TaskContext {
  readonly params: ParamValues;
  /** The `with:` of the step. */
  readonly with: Readonly<Record<string, unknown>>;
  readonly run: { readonly id: number; readonly task?: string; readonly cause: RunCause };
  /** The folder of this Luka. */
  readonly home: string;
  /** Outputs of earlier steps, by step id. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Aborted when the run is cancelled or out of time. A module that never reads it is simply ended. */
  readonly signal: AbortSignal;
  /** Writes a line to the run's log, formatted like console.log. */
  log(...values: unknown[]): void;
  /** Hands a value to later steps; anything but a text is written as JSON. */
  setOutput(name: string, value: unknown): void;
}

export type ModuleTask = Omit<z.input<typeof TaskDefinition>, 'steps'> & {
  /** Does the work. The fields of an object it returns become outputs of the step. */
  run(context: TaskContext): unknown;
};

/** Gives a task in a module its types; the value stays as it is. */
export function defineTask(task: ModuleTask): ModuleTask {
  return task;
}
