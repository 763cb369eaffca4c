/** The marks in processes' environments, read once for all who look for their own. Linux only. */
import { readFile } from 'node:fs/promises';
import { MARK_NAME } from './run-mark.ts';
import { eachOf } from './each-of.ts';
import type { ProcessRow } from './process-table.ts';

interface Known {
  readonly started: string;
  /** `LUKA_MARK=…`, where it has one. */
  readonly mark: string | undefined;
}

/**
 * By pid. What a process had when it was first seen counts: one that clears its environment later stays whose it was. A
 * process cannot come to a mark later either, but between its fork and its start, when its group is known.
 */
const known = new Map<number, Known>();

/** @returns those of the rows that carry the mark */
export async function carriersOf(mark: string, rows: readonly ProcessRow[]): Promise<ProcessRow[]> {
  const answers = await eachOf(rows, async (row) => (await markOf(row)) === mark);
  return rows.filter((_, index) => answers[index]);
}

/** Forgets whoever has ended. */
export function forgetMarks(alive: readonly ProcessRow[]): void {
  if (known.size <= 2 * alive.length + 64) return;
  const started = new Map(alive.map((row) => [row.pid, row.started]));
  for (const [pid, entry] of known) if (started.get(pid) !== entry.started) known.delete(pid);
}

async function markOf({ pid, started }: ProcessRow): Promise<string | undefined> {
  const entry = known.get(pid);
  if (entry?.started === started) return entry.mark;
  // Another user's, or gone.
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  const mark = environment.split('\0').find((variable) => variable.startsWith(`${MARK_NAME}=`));
  known.set(pid, { started, mark });
  return mark;
}
