/** What a crash left behind: runs that the ledger calls running although their Luka is gone. */
import { join } from 'node:path';
import { priorityOfRank } from '#shared/nouns/priority.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { Clock } from '../clock.ts';
import { homeLayout } from '../home/layout.ts';
import type { Store } from '../store/store.ts';
import { findAdoptable, type AdoptedRun } from './adoption.ts';
import { endTree } from './processes/end-tree.ts';
import { processStart } from './processes/identity.ts';
import { markedProcesses } from './processes/process-table.ts';
import { runMark } from './processes/run-mark.ts';
import type { RunLedger } from './run-ledger.ts';
import type { RunRow, StepRow } from './records.ts';

/** A run that ends Luka each time it runs must not be tried for ever. */
const MAX_REPEATS = 3;

export interface Recovered {
  readonly interrupted: number[];
  /** Interrupted runs that were put into the queue again: old id to new. */
  readonly repeated: Map<number, number>;
  /** Runs that go on: for the dispatcher. Their rows and processes are as they were. */
  readonly adopted: AdoptedRun[];
}

export interface RecoveryOptions {
  readonly ledger: RunLedger;
  readonly store: Store;
  readonly clock: Clock;
  readonly bootId: string;
  readonly home: string;
  /** Between SIGTERM and SIGKILL where a task does not say. */
  readonly graceMs: number;
}

/**
 * Goes through the runs that were going. A task says whether what outlived Luka is waited for (`orphans: adopt`) or ended.
 * What is ended is interrupted; a task that calls itself idempotent is queued again, once: the key is the interrupted
 * run's, so a crash in here repeats nothing. A run that was being cancelled is cancelled. Queued runs are left as they are.
 * A process is only touched when boot, pid and start time are those the ledger has, or it carries the run's mark.
 */
export async function recoverRuns(options: RecoveryOptions): Promise<Recovered> {
  const { ledger, store } = options;
  const recovered: Recovered = { interrupted: [], repeated: new Map(), adopted: [] };
  // Side by side: each of them may take its time to end.
  const looked = await Promise.all(ledger.running().map((row) => lookAt(row, options)));
  for (const { row, definition, cancelled, adopted } of looked) {
    if (adopted) recovered.adopted.push(adopted);
    else if (cancelled === undefined) interrupt(ledger, row, definition, recovered);
    else ledger.finish(row.id, { state: 'cancelled', message: cancelled });
  }
  await store.durable();
  return recovered;
}

interface Looked {
  readonly row: RunRow;
  readonly definition: TaskDefinition;
  /** Why it was being cancelled, where it was. */
  readonly cancelled: string | undefined;
  readonly adopted?: AdoptedRun | undefined;
}

/** Finds out whether the run can go on; where it cannot, nothing of it is left running after this. */
async function lookAt(row: RunRow, options: RecoveryOptions): Promise<Looked> {
  const { ledger, clock, home } = options;
  const definition = ledger.definition(row.definition_hash);
  const cancelled = ledger.cancelReason(row.id);
  const attempt = ledger.attempts(row.id).find(({ number }) => number === row.attempt);
  // After another boot nothing of it is left.
  if (attempt?.boot_id !== options.bootId) return { row, definition, cancelled };
  const mark = runMark(home, row.id).text;
  if (definition.orphans === 'adopt' && cancelled === undefined) {
    const scratch = join(homeLayout(home).scratch, String(row.id));
    const adopted = await findAdoptable({ ledger, row, definition, attempt, mark, scratch });
    if (adopted) return { row, definition, cancelled, adopted };
  }
  const groups = new Set<number>();
  for (const step of ledger.steps.of(row.id)) if (await isAlive(step)) groups.add(step.pid!);
  if (groups.size > 0 || (await markedProcesses(mark)).length > 0)
    await endTree({ groups, mark, graceMs: definition.grace ?? options.graceMs, clock });
  return { row, definition, cancelled };
}

function interrupt(ledger: RunLedger, row: RunRow, definition: TaskDefinition, recovered: Recovered): void {
  // Queued before the old row is closed: a crash in between repeats the request, and the key makes it one run.
  const again = definition.idempotent === true ? repeatRun(ledger, row, definition) : undefined;
  if (again !== undefined) recovered.repeated.set(row.id, again);
  ledger.finish(row.id, {
    state: 'interrupted',
    errorCode: 'run_interrupted',
    message:
      again === undefined
        ? 'Luka stopped while it was going'
        : `Luka stopped while it was going; run again as #${again}`,
  });
  recovered.interrupted.push(row.id);
}

/** Queues an interrupted run of an idempotent task once more. The key is the old run's: however often asked, one run. */
export function repeatRun(ledger: RunLedger, row: RunRow, definition: TaskDefinition): number | undefined {
  if (timesRepeated(ledger, row) >= MAX_REPEATS) return undefined;
  const { run } = ledger.add({
    task: row.task ?? undefined,
    title: row.title,
    priority: priorityOfRank(row.rank),
    cause: { kind: 'rerun', by: 'schedule', detail: `again after #${row.id} was interrupted` },
    params: JSON.parse(row.params) as Record<string, never>,
    definition,
    taskFile: row.task_file ?? undefined,
    idempotencyKey: `again:${row.id}`,
  });
  return run.id;
}

/** How often in a row this run was a repetition of one that was interrupted. */
function timesRepeated(ledger: RunLedger, row: RunRow): number {
  let times = 0;
  for (let key = row.idempotency_key; key?.startsWith('again:') && times < MAX_REPEATS; times += 1) {
    key = ledger.row(Number(key.slice('again:'.length)))?.idempotency_key ?? null;
  }
  return times;
}

async function isAlive(step: StepRow): Promise<boolean> {
  if (step.pid === null || step.pid_started === null) return false;
  return (await processStart(step.pid)) === step.pid_started;
}
