/** A task is a named definition of automation: steps, triggers, limits. */
import { z } from 'zod';
import { Check } from './check.ts';
import { ConfinementLevel, Limits, PathGrants } from './confinement.ts';
import { Duration } from './duration.ts';
import { Finding } from './finding.ts';
import { KeepAwake } from './keep-awake.ts';
import { Param, ParamName } from './param.ts';
import { Priority } from './priority.ts';
import { policyFields } from './schedule-policy.ts';
import { ServiceSection, ServiceStatus } from './service.ts';
import { TaskHealth } from './slot.ts';
import { Sla, SlaStatus } from './sla.ts';
import { Step } from './step.ts';
import { Trigger } from './trigger.ts';

export const TaskId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,99}$/,
    'a task id is lower-case letters, digits, ".", "-" and "_", at most 100',
  );
export type TaskId = z.infer<typeof TaskId>;

/** One line of words: the name of a person, an agent or a phase. */
const ShortName = z
  .string()
  .regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ._@&+/-]{0,38}[\p{L}\p{M}\p{N}.+])?$/u,
    'a name is one line of letters, digits, spaces and . _ @ & + / -, at most 40',
  );
/** Who answers for a task: `GG`, `CLS`, `Codex`, a person's name. Compared without regard to case. */
export const OwnerName = ShortName;
/** Which part of the work a task belongs to: `build`, `archive`, `phase 4`. Compared without regard to case. */
export const PhaseName = ShortName;

/** What a task file may say, apart from steps and triggers, whose kinds are checked one by one for better errors. */
export const taskFields = {
  title: z.string().min(1).max(200).optional(),
  description: z.string().max(10_000).optional(),
  enabled: z.boolean().optional(),
  priority: Priority.optional(),
  tags: z.array(z.string().min(1).max(64)).optional(),
  owner: OwnerName.optional(),
  phase: PhaseName.optional(),
  params: z.record(ParamName, Param).optional(),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).optional(),
  cwd: z.string().min(1).optional(),
  /** The longest a whole run may take. */
  timeout: Duration.optional(),
  /** How long a person takes for it by hand: what each success saves, as the insights count it. */
  byHand: Duration.optional(),
  /** How many runs of this task may go at once. */
  concurrency: z.int().min(1).max(64).optional(),
  /** How long a process group has between SIGTERM and SIGKILL. */
  grace: Duration.optional(),
  /** Whether an interrupted run may be repeated without asking. */
  idempotent: z.boolean().optional(),
  /** Whether the machine stays awake for it; `while-running` where left out, `no` for a service. */
  keepAwake: KeepAwake.optional(),
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
  /** By when it must have succeeded. */
  sla: Sla.optional(),
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
  owner: z.string().optional(),
  phase: z.string().optional(),
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
  /** How it stands with its deadline, where it has one and is on. */
  sla: SlaStatus.optional(),
  lastRun: z
    .strictObject({ id: z.int(), state: z.string(), endedAt: z.string().optional(), queuedAt: z.string() })
    .optional(),
});
export type Task = z.infer<typeof Task>;
export type TaskState = Task['state'];
