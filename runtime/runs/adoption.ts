/**
 * A run whose task says `orphans: adopt` goes on after Luka died: what its steps have done is in their rows, and the one
 * that was going is waited for. Whose process it is, boot, pid and start time say; a pid that became another's is never
 * touched.
 */
import { join } from 'node:path';
import type { StepRunState } from '#shared/nouns/run.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { Ending } from './ending.ts';
import type { ExecutionContext } from './execution-context.ts';
import type { ProcessIdentity } from './processes/await-stranger.ts';
import { endTree } from './processes/end-tree.ts';
import { readExit, readKeeper } from './processes/exit-keeper.ts';
import { processStart } from './processes/identity.ts';
import { markedProcesses } from './processes/process-table.ts';
import { runMark } from './processes/run-mark.ts';
import type { AttemptRow, RunRow, StepRow } from './records.ts';
import type { RunLedger } from './run-ledger.ts';
import type { StepKey } from './step-ledger.ts';

export interface AdoptedStep {
  /** From 0. */
  readonly index: number;
  /** ms since 1970. */
  readonly startedAt: number;
  /** Absent where it has ended meanwhile. */
  readonly process?: ProcessIdentity | undefined;
}

export interface EndedStep {
  readonly ending: Ending<StepRunState>;
  readonly outputs: Record<string, string> | undefined;
}

export interface AdoptedRun {
  readonly row: RunRow;
  readonly definition: TaskDefinition;
  /** When its attempt started, ms since 1970. */
  readonly startedAt: number;
  /** Steps that are over, from the first. */
  readonly ended: readonly EndedStep[];
  /** The step that was going; absent where Luka died between two. */
  readonly going?: AdoptedStep | undefined;
}

export interface AdoptionOptions {
  readonly ledger: RunLedger;
  readonly row: RunRow;
  readonly definition: TaskDefinition;
  /** The attempt that was going, of this boot. */
  readonly attempt: AttemptRow;
  /** `LUKA_MARK=…` of the run. */
  readonly mark: string;
  /** The scratch folder of the run. */
  readonly scratch: string;
}

/** Where a step's exit status is kept. */
export function exitFile(scratch: string, { attempt, index }: Pick<StepKey, 'attempt' | 'index'>): string {
  return join(scratch, `${attempt}.step-${index + 1}.exit`);
}

/** How the run goes on, or undefined where that cannot be told: then it is as interrupted as any other. */
export async function findAdoptable(options: AdoptionOptions): Promise<AdoptedRun | undefined> {
  const { ledger, row, definition, attempt } = options;
  const steps = ledger.steps.of(row.id).filter((step) => step.attempt === attempt.number);
  const open = steps.findIndex((step) => !isOver(step.state));
  const ended = open < 0 ? steps : steps.slice(0, open);
  // A step that was being stopped: somebody had decided already that it does not go on.
  if (!ended.every((step) => wentThrough(step.state))) return undefined;
  const next = steps[ended.length];
  const going = next?.state === 'running' ? await findGoing(options, next) : undefined;
  if (next?.state === 'running' && !going) return undefined;
  return { row, definition, startedAt: attempt.started_at, ended: ended.map(toEnded), going };
}

async function findGoing(options: AdoptionOptions, step: StepRow): Promise<AdoptedStep | undefined> {
  const file = exitFile(options.scratch, { attempt: step.attempt, index: step.idx });
  const found = { index: step.idx, startedAt: step.started_at ?? options.attempt.started_at };
  const process = await findProcess(options, step, file);
  if (process) return { ...found, process };
  // Asked last: a process that ended while it was looked for has written it by now.
  return (await readExit(file)) === undefined ? undefined : found;
}

async function findProcess(
  { ledger, mark }: AdoptionOptions,
  step: StepRow,
  file: string,
): Promise<ProcessIdentity | undefined> {
  if (step.pid !== null) {
    const { pid, pid_started: started } = step;
    return started !== null && (await processStart(pid)) === started ? { pid, started } : undefined;
  }
  // Luka died between starting the process and writing down who it is. The mark in its environment proves that it is ours.
  const pid = await readKeeper(file);
  if (pid === undefined || !(await markedProcesses(mark)).includes(pid)) return undefined;
  const started = await processStart(pid);
  if (started === undefined) return undefined;
  ledger.steps.identify({ run: step.run, attempt: step.attempt, index: step.idx }, pid, started);
  return { pid, started };
}

function isOver(state: StepRunState): boolean {
  return state !== 'pending' && state !== 'running';
}

function wentThrough(state: StepRunState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'timed_out';
}

function toEnded(step: StepRow): EndedStep {
  return {
    ending: {
      state: step.state,
      exitCode: step.exit_code ?? undefined,
      signal: step.signal ?? undefined,
      message: step.message ?? undefined,
    },
    outputs: step.outputs === null ? undefined : (JSON.parse(step.outputs) as Record<string, string>),
  };
}

/** Ends what would have been waited for, where the run cannot go on after all. */
export async function endAdopted(
  { row, definition, going }: AdoptedRun,
  { clock, layout, defaultGraceMs }: Pick<ExecutionContext, 'clock' | 'layout' | 'defaultGraceMs'>,
): Promise<void> {
  const groups = new Set(going?.process ? [going.process.pid] : []);
  const graceMs = definition.grace ?? defaultGraceMs();
  await endTree({ groups, mark: runMark(layout.root, row.id).text, graceMs, clock });
}
