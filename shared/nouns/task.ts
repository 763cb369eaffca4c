/** A task is a named definition of automation: steps, triggers, limits. */
import { z } from 'zod';
import { Check } from './check.ts';
import { ConfinementLevel, Limits, PathGrants } from './confinement.ts';
import { Duration } from './duration.ts';
import { Finding } from './finding.ts';
import { Param, ParamName } from './param.ts';
import { Priority } from './priority.ts';
import { policyFields } from './schedule-policy.ts';
import { ServiceSection, ServiceStatus } from './service.ts';
import { TaskHealth } from './slot.ts';
import { Step } from './step.ts';
import { Trigger } from './trigger.ts';

export const TaskId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,99}$/,
    'a task id is lower-case letters, digits, ".", "-" and "_", at most 100',
  );
export type TaskId = z.infer<typeof TaskId>;

/** What a task file may say, apart from steps and triggers, whose kinds are checked one by one for better errors. */
export const taskFields = {
  title: z.string().min(1).max(200).optional(),
  description: z.string().max(10_000).optional(),
  enabled: z.boolean().optional(),
  priority: Priority.optional(),
  tags: z.array(z.string().min(1).max(64)).optional(),
  params: z.record(ParamName, Param).optional(),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).optional(),
  cwd: z.string().min(1).optional(),
  /** The longest a whole run may take. */
  timeout: Duration.optional(),
  /** How many runs of this task may go at once. */
  concurrency: z.int().min(1).max(64).optional(),
  /** How long a process group has between SIGTERM and SIGKILL. */
  grace: Duration.optional(),
  /** Whether an interrupted run may be repeated without asking. */
  idempotent: z.boolean().optional(),
  /** The risk its author declares. */
  risk: z.enum(['low', 'medium', 'high', 'critical']).optional(),
  /** At least this strictly; the policy may ask for more. */
  confine: ConfinementLevel.optional(),
  paths: PathGrants.optional(),
  limits: Limits.optional(),
  /** Tests of the result: the run fails where one fails. */
  checks: z.array(Check).max(50).optional(),
  /** Luka keeps it running. */
  service: ServiceSection.optional(),
  ...policyFields,
} as const;

export const TaskDefinition = z.strictObject({
  ...taskFields,
  triggers: z.array(Trigger).optional(),
  steps: z.array(Step).min(1),
});
export type TaskDefinition = z.infer<typeof TaskDefinition>;

/**
 * A definition that was read already: its durations are milliseconds. Not the schema of files: parsing it again would
 * take the milliseconds for seconds.
 */
export const ReadDefinition = z
  .custom<TaskDefinition>((value) => typeof value === 'object' && value !== null && 'steps' in value)
  .meta({ type: 'object', description: 'The definition as it was read; durations are milliseconds.' });

/** A task as the API shows it. `definition` is absent while its file has errors. */
export const Task = z.strictObject({
  id: TaskId,
  title: z.string(),
  description: z.string().optional(),
  /** Absolute path of the file it comes from. */
  file: z.string(),
  source: z.enum(['yaml', 'module']),
  state: z.enum(['ready', 'disabled', 'invalid']),
  tags: z.array(z.string()),
  priority: Priority,
  /** SHA-256 of the file's bytes. */
  hash: z.string(),
  findings: z.array(Finding),
  definition: ReadDefinition.optional(),
  /** When it is due next (ISO 8601, UTC). */
  nextDue: z.string().optional(),
  /** Its triggers in words, for example `every 1 h`. */
  triggers: z.array(z.string()),
  /** Absent while nothing failed. */
  health: TaskHealth.optional(),
  /** The pause in force, in words: `until Monday 09:00`. */
  paused: z.string().optional(),
  /** How it does, where it is a service. */
  service: ServiceStatus.optional(),
  lastRun: z
    .strictObject({ id: z.int(), state: z.string(), endedAt: z.string().optional(), queuedAt: z.string() })
    .optional(),
});
export type Task = z.infer<typeof Task>;
export type TaskState = Task['state'];
