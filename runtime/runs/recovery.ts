/** What a crash left behind: runs that the ledger calls running although their Luka is gone. */
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { endTree } from './processes/end-tree.ts';
import { processStart } from './processes/identity.ts';
import { markedProcesses } from './processes/process-table.ts';
import { runMark } from './processes/run-mark.ts';
import type { RunLedger } from './run-ledger.ts';
import type { RunRow, StepRow } from './records.ts';
import { priorityOfRank } from '#shared/nouns/priority.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';

/** A run that ends Luka each time it runs must not be tried for ever. */
const MAX_REPEATS = 3;

export interface Recovered {
  readonly interrupted: number[];
  /** Interrupted runs that were put into the queue again: old id to new. */
  readonly repeated: Map<number, number>;
}

/**
 * Ends the surviving processes of interrupted runs and closes their rows; a task that calls itself idempotent is queued
 * again, once: the key is the interrupted run's, so a crash in here repeats nothing. Queued runs are left as they are.
 * A process is only touched when boot, pid and start time are those the ledger has, or it carries the run's mark.
 */
export async function recoverRuns(options: {
  ledger: RunLedger;
  store: Store;
  clock: Clock;
  bootId: string;
  home: string;
  graceMs: number;
}): Promise<Recovered> {
  const { ledger, store, clock, bootId, graceMs } = options;
  const interrupted: number[] = [];
  const repeated = new Map<number, number>();
  for (const row of ledger.running()) {
    const sameBoot = ledger.attempts(row.id).some((attempt) => attempt.boot_id === bootId);
    const mark = runMark(options.home, row.id).text;
    if (sameBoot) {
      const groups = new Set<number>();
      for (const step of ledger.steps(row.id)) if (await isAlive(step)) groups.add(step.pid!);
      if (groups.size > 0 || (await markedProcesses(mark)).length > 0)
        await endTree({ groups, mark, graceMs, clock });
    }
    const definition = ledger.definition(row.definition_hash);
    const idempotent = definition.idempotent === true;
    // Queued before the old row is closed: a crash in between repeats the request, and the key makes it one run.
    const again = idempotent ? repeatRun(ledger, row, definition) : undefined;
    if (again !== undefined) repeated.set(row.id, again);
    ledger.finish(row.id, {
      state: 'interrupted',
      errorCode: 'run_interrupted',
      message:
        again === undefined
          ? 'Luka stopped while it was going'
          : `Luka stopped while it was going; run again as #${again}`,
    });
    interrupted.push(row.id);
  }
  if (interrupted.length > 0) await store.durable();
  return { interrupted, repeated };
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
