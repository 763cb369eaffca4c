/** The middle of every import: tasks are there and off, their old owner lets go, and only then are they switched on. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ImportedTask, ImportPlan } from '#shared/nouns/import-plan.ts';
import { onStopSignal } from '../stop-signals.ts';
import type { Session } from '../session.ts';

export interface Handover {
  readonly session: Session;
  /** As it was listed; the tasks of `chosen` are those of its entries that are taken over. */
  readonly plan: ImportPlan;
  readonly text: string;
  readonly chosen: readonly ImportedTask[];
}

export interface HandedOver {
  readonly plan: ImportPlan;
  /** Path of what the old owner had. */
  readonly backup: string;
  /** Ids of the tasks that are on now. */
  readonly enabled: readonly string[];
}

/**
 * Writes the tasks of the choice that are not here yet.
 * @returns the plan as it is then
 * @throws LukaError import_incomplete, and what planImport answers
 */
export async function writeTasks(handover: Handover, enabled = false): Promise<ImportPlan> {
  const { session, plan, text, chosen } = handover;
  const ids = chosen.filter(({ state }) => state === 'new').map(({ id }) => id);
  if (ids.length === 0) return plan;
  const answer = await session.client.planImport({
    body: { source: plan.source, text, apply: { ids, enabled } },
  });
  const written = new Set(answer.tasks.filter((task) => task.written).map(({ id }) => id));
  const missing = ids.filter((id) => !written.has(id));
  if (missing.length > 0)
    throw new LukaError('import_incomplete', {
      message: `Luka did not write ${missing.join(', ')}; nothing else was changed`,
      remedy: 'see `luka task list`, then import again',
    });
  return answer;
}

/**
 * Switches the tasks on, after their old owner let go.
 * @param back what puts the old owner back, as a command
 * @throws LukaError import_incomplete, naming what is on and what is off
 */
export async function enableTasks(session: Session, ids: readonly string[], back: string): Promise<void> {
  const on: string[] = [];
  for (const id of ids) {
    try {
      const task = await session.client.updateTask({ params: { task: id }, body: { enabled: true } });
      if (task.state !== 'ready') throw new LukaError('task_invalid', { message: `${id} is ${task.state}` });
    } catch (error) {
      const off = ids.filter((other) => !on.includes(other));
      const which =
        on.length === 0 ? 'all tasks are still off' : `on: ${on.join(', ')}; still off: ${off.join(', ')}`;
      throw new LukaError('import_incomplete', {
        message: `the old owner has let go, but ${id} could not be switched on (${wordsOf(error)}): ${which}`,
        remedy: `for each that is off: luka task enable <id>. Or go back: switch off what is on, then ${back}`,
        cause: error,
      });
    }
    on.push(id);
  }
}

/** Keeps Ctrl-C from ending the process between two owners. */
export async function uninterrupted<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const ignore = onStopSignal(
    () => void session.terminal.note('finishing first, so that nothing is left half way'),
  );
  try {
    return await work();
  } finally {
    ignore();
  }
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
