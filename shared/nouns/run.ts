/** A run is one execution of a task or a work order; an attempt is one try inside it. */
import { z } from 'zod';
import { CheckResult, ValidationState, Verdict } from './check.ts';
import { ConfinementLevel } from './confinement.ts';
import { GateVerdict } from './gate.ts';
import { ParamValues } from './param.ts';
import { RunPower } from './power.ts';
import { Priority } from './priority.ts';
import { STEP_KINDS } from './step.ts';
import { RunCause } from './trigger.ts';

export const RUN_STATES = [
  'queued',
  'awaiting_approval',
  'running',
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
  'interrupted',
  'denied',
] as const;
export const RunState = z.enum(RUN_STATES);
export type RunState = z.infer<typeof RunState>;

/** True while the run is waiting or going: it can still be cancelled. */
export function isActive(state: RunState): boolean {
  switch (state) {
    case 'queued':
    case 'awaiting_approval':
    case 'running':
      return true;
    case 'succeeded':
    case 'failed':
    case 'timed_out':
    case 'cancelled':
    case 'interrupted':
    case 'denied':
      return false;
  }
}

export function isDone(state: RunState): boolean {
  return !isActive(state);
}

/** True where the run ended without doing what it was asked to do. */
export function isBad(state: RunState): boolean {
  return isDone(state) && state !== 'succeeded' && state !== 'cancelled';
}

export const STEP_RUN_STATES = [
  'pending',
  'running',
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
  'skipped',
  'interrupted',
] as const;
export const StepRunState = z.enum(STEP_RUN_STATES);
export type StepRunState = z.infer<typeof StepRunState>;

export const StepRun = z.strictObject({
  index: z.int().min(0),
  id: z.string().optional(),
  name: z.string(),
  kind: z.enum(STEP_KINDS),
  state: StepRunState,
  optional: z.boolean(),
  /** Exactly what was started: the program and its arguments, or the request line of a probe. */
  command: z.array(z.string()),
  cwd: z.string().optional(),
  pid: z.int().optional(),
  exitCode: z.int().optional(),
  signal: z.string().optional(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  /** Why it ended as it did, in words. */
  message: z.string().optional(),
  outputs: z.record(z.string(), z.string()).optional(),
});
export type StepRun = z.infer<typeof StepRun>;

export const Attempt = z.strictObject({
  number: z.int().positive(),
  state: RunState,
  startedAt: z.string(),
  endedAt: z.string().optional(),
  exitCode: z.int().optional(),
  /** How it ended, in words. */
  message: z.string().optional(),
  steps: z.array(StepRun),
});
export type Attempt = z.infer<typeof Attempt>;

export const RunSummary = z.strictObject({
  id: z.int().positive(),
  /** The task's id; absent for a work order. */
  task: z.string().optional(),
  title: z.string(),
  state: RunState,
  priority: Priority,
  cause: RunCause,
  queuedAt: z.string(),
  /** The attempt that goes, comes next or was the last; absent where there was and will be but one. */
  attempt: z.int().positive().optional(),
  /** While queued for another attempt: when it starts at the earliest. */
  readyAt: z.string().optional(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  /** Milliseconds from start to end, by the monotonic clock. */
  durationMs: z.number().min(0).optional(),
  exitCode: z.int().optional(),
  signal: z.string().optional(),
  /** One of the catalogue's codes where the run did not succeed. */
  errorCode: z.string().optional(),
  message: z.string().optional(),
  /** The approval it waits for, waited for, or ran by. */
  approval: z.int().positive().optional(),
  /** Whether a human has to look at the result, or has. */
  validation: ValidationState.optional(),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const Run = RunSummary.extend({
  params: ParamValues,
  attempts: z.array(Attempt),
  /** SHA-256 of the definition that runs. */
  definitionHash: z.string(),
  /** The file a task was read from, for `open the file`. */
  taskFile: z.string().optional(),
  orderId: z.string().optional(),
  /** What the gate made of it; absent until it was judged. */
  gate: GateVerdict.optional(),
  /** Of the newest attempt. */
  checks: z.array(CheckResult),
  verdict: Verdict.optional(),
  /** How the newest attempt was confined: the level, and by what. */
  confinement: z.strictObject({ level: ConfinementLevel, by: z.string() }).optional(),
  /** What kept the machine awake for it, and when it slept all the same; absent where nothing was noted. */
  power: RunPower.optional(),
  /** Bytes of log so far. */
  logBytes: z.int().min(0),
});
export type Run = z.infer<typeof Run>;

/**
 * The exit code of `luka run --follow`: the run's own.
 * 124 is what timeout(1) uses, 130 what a shell gives an interrupted command, 126 a command that may not run.
 */
export function runExitCode(run: Pick<RunSummary, 'state' | 'exitCode'>): number {
  switch (run.state) {
    case 'succeeded':
      return 0;
    case 'failed':
      return run.exitCode !== undefined && run.exitCode > 0 && run.exitCode < 256 ? run.exitCode : 1;
    case 'timed_out':
      return 124;
    case 'cancelled':
      return 130;
    case 'denied':
      return 126;
    case 'interrupted':
      return 1;
    case 'queued':
    case 'awaiting_approval':
    case 'running':
      return 75;
  }
}
