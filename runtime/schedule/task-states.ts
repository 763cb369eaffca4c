/** What each task was at a time: ready, disabled, invalid or gone. It answers why nothing was due. */
import type { Store, Transaction } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';

export type TaskScheduleState = 'ready' | 'disabled' | 'invalid' | 'gone';

export function stateOf(task: LoadedTask | undefined): TaskScheduleState {
  if (!task) return 'gone';
  if (!task.definition) return 'invalid';
  return task.definition.enabled === false ? 'disabled' : 'ready';
}

export class TaskStates {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  last(task: string): { state: TaskScheduleState; at: number } | undefined {
    return this.#store.get('select state, at from task_states where task = ? order by at desc limit 1', task);
  }

  /** The newest state that was another. */
  lastBefore(task: string, state: TaskScheduleState): { state: TaskScheduleState; at: number } | undefined {
    return this.#store.get(
      'select state, at from task_states where task = ? and state <> ? order by at desc limit 1',
      task,
      state,
    );
  }

  /** Every task's newest state. */
  all(): Map<string, { state: TaskScheduleState; at: number }> {
    const rows = this.#store.all<{ task: string; state: TaskScheduleState; at: number }>(
      'select task, state, max(at) as at from task_states group by task',
    );
    return new Map(rows.map(({ task, state, at }) => [task, { state, at }]));
  }

  /** Later than what is on record, also where the clock was set back: the order says more than the hour. */
  note(tx: Transaction, task: string, state: TaskScheduleState, at: number): void {
    tx.run(
      `insert into task_states (task, at, state)
       select ?1, max(?2, coalesce(max(at) + 1, 0)), ?3 from task_states where task = ?1`,
      task,
      at,
      state,
    );
  }
}
