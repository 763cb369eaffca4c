/** Services that somebody stopped: kept, so that they stay stopped when Luka is started again. */
import type { Store } from '../store/store.ts';

export interface Stopped {
  /** ms since 1970. */
  readonly at: number;
  readonly by: string;
}

export class StoppedServices {
  readonly #store: Store;
  readonly #stopped: Map<string, Stopped>;

  constructor(store: Store) {
    this.#store = store;
    const rows = store.all<{ task: string; at: number; by_name: string }>('select * from stopped_services');
    this.#stopped = new Map(rows.map(({ task, at, by_name: by }) => [task, { at, by }]));
  }

  of(task: string): Stopped | undefined {
    return this.#stopped.get(task);
  }

  /** Committed, not yet durable. */
  stop(task: string, stopped: Stopped): void {
    this.#store.commit((tx) =>
      tx.run(
        `insert into stopped_services (task, at, by_name) values (?, ?, ?)
         on conflict do update set at = excluded.at, by_name = excluded.by_name`,
        task,
        stopped.at,
        stopped.by,
      ),
    );
    this.#stopped.set(task, stopped);
  }

  start(task: string): void {
    if (!this.#stopped.has(task)) return;
    this.#store.commit((tx) => tx.run('delete from stopped_services where task = ?', task));
    this.#stopped.delete(task);
  }
}
