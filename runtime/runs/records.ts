/** Rows of the ledger as the nouns of `shared/`. */
import type { CheckResult, ValidationState, Verdict } from '#shared/nouns/check.ts';
import type { Attempt, Run, RunState, RunSummary, StepRun, StepRunState } from '#shared/nouns/run.ts';
import { priorityOfRank } from '#shared/nouns/priority.ts';
import type { StepKind } from '#shared/nouns/step.ts';
import { isoAt } from '../clock.ts';

export interface RunRow {
  id: number;
  task: string | null;
  title: string;
  state: RunState;
  rank: number;
  turn: number;
  group_name: string | null;
  /** The attempt that goes, comes next or was the last. */
  attempt: number;
  max_attempts: number;
  /** While queued for another attempt: not before this. */
  ready_at: number | null;
  cause: string;
  params: string;
  definition_hash: string;
  task_file: string | null;
  order_id: string | null;
  order_file: string | null;
  order_extras: string | null;
  idempotency_key: string | null;
  request_hash: string | null;
  queued_at: number;
  started_at: number | null;
  ended_at: number | null;
  duration_ms: number | null;
  exit_code: number | null;
  signal: string | null;
  error_code: string | null;
  message: string | null;
  /** The gate's verdict as JSON; null until it was judged. */
  gate: string | null;
  approval: number | null;
  validation: ValidationState | null;
  /** 1 where it is a life of a service. */
  service: number | null;
}

export interface AttemptRow {
  run: number;
  number: number;
  state: RunState;
  started_at: number;
  ended_at: number | null;
  boot_id: string;
  exit_code: number | null;
  signal: string | null;
  error_code: string | null;
  message: string | null;
  /** How it was confined, as JSON. */
  confined: string | null;
}

export interface CheckRow {
  run: number;
  attempt: number;
  idx: number;
  kind: CheckResult['kind'];
  name: string;
  level: CheckResult['level'];
  outcome: CheckResult['outcome'];
  message: string;
}

export interface VerdictRow {
  run: number;
  verdict: Verdict['verdict'];
  reason: string | null;
  by_name: string;
  at: number;
}

export interface StepRow {
  run: number;
  attempt: number;
  idx: number;
  step_id: string | null;
  name: string;
  kind: StepKind;
  optional: number;
  state: StepRunState;
  command: string;
  cwd: string | null;
  pid: number | null;
  pid_started: string | null;
  started_at: number | null;
  ended_at: number | null;
  exit_code: number | null;
  signal: string | null;
  message: string | null;
  outputs: string | null;
}

/** Leaves out what is null, as exactOptionalPropertyTypes and the wire want it. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], null | undefined> } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as {
    [K in keyof T]?: Exclude<T[K], null | undefined>;
  };
}

const iso = (ms: number | null): string | null => (ms === null ? null : isoAt(ms));

export function toSummary(row: RunRow): RunSummary {
  return {
    id: row.id,
    title: row.title,
    state: row.state,
    priority: priorityOfRank(row.rank),
    cause: JSON.parse(row.cause) as RunSummary['cause'],
    queuedAt: isoAt(row.queued_at),
    ...present({
      task: row.task,
      attempt: row.max_attempts > 1 ? row.attempt : null,
      readyAt: row.state === 'queued' ? iso(row.ready_at) : null,
      startedAt: iso(row.started_at),
      endedAt: iso(row.ended_at),
      durationMs: row.duration_ms,
      exitCode: row.exit_code,
      signal: row.signal,
      errorCode: row.error_code,
      message: row.message,
      approval: row.approval,
      validation: row.validation,
    }),
  };
}

export function toCheckResult(row: CheckRow): CheckResult {
  const { idx, kind, name, level, outcome, message } = row;
  return { index: idx, kind, name, level, outcome, message };
}

export function toVerdict(row: VerdictRow): Verdict {
  const { verdict, by_name, at } = row;
  return { verdict, by: by_name, at: isoAt(at), ...present({ reason: row.reason }) };
}

export function toStepRun(row: StepRow): StepRun {
  return {
    index: row.idx,
    name: row.name,
    kind: row.kind,
    state: row.state,
    optional: row.optional === 1,
    command: JSON.parse(row.command) as string[],
    ...present({
      id: row.step_id,
      cwd: row.cwd,
      pid: row.pid,
      exitCode: row.exit_code,
      signal: row.signal,
      startedAt: iso(row.started_at),
      endedAt: iso(row.ended_at),
      message: row.message,
      outputs: row.outputs === null ? null : (JSON.parse(row.outputs) as Record<string, string>),
    }),
  };
}

export function toAttempt(row: AttemptRow, steps: readonly StepRow[]): Attempt {
  return {
    number: row.number,
    state: row.state,
    startedAt: isoAt(row.started_at),
    ...present({ endedAt: iso(row.ended_at), exitCode: row.exit_code, message: row.message }),
    steps: steps.filter((step) => step.attempt === row.number).map(toStepRun),
  };
}

/** What a run is made of besides its row. */
export interface RunParts {
  readonly attempts: readonly AttemptRow[];
  readonly steps: readonly StepRow[];
  /** Of the newest attempt. */
  readonly checks: readonly CheckRow[];
  readonly verdict: VerdictRow | undefined;
  readonly logBytes: number;
}

export function toRun(row: RunRow, { attempts, steps, checks, verdict, logBytes }: RunParts): Run {
  return {
    ...toSummary(row),
    params: JSON.parse(row.params) as Run['params'],
    attempts: attempts.map((attempt) => toAttempt(attempt, steps)),
    checks: checks.map(toCheckResult),
    definitionHash: row.definition_hash,
    logBytes,
    ...present({
      taskFile: row.task_file,
      orderId: row.order_id,
      gate: parsed<Run['gate']>(row.gate),
      verdict: verdict ? toVerdict(verdict) : null,
      confinement: parsed<Run['confinement']>(attempts.at(-1)?.confined ?? null),
    }),
  };
}

function parsed<T>(text: string | null): T | undefined {
  return text === null ? undefined : (JSON.parse(text) as T);
}
