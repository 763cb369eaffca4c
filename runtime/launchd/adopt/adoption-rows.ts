/** Which agents were adopted, and how far each adoption came: what a crash leaves is undone by these rows. */
import type { Store } from '../../store/store.ts';

export type AdoptionRowState = 'begun' | 'done' | 'undone' | 'given_back' | 'stuck';

export interface AdoptionRow {
  readonly id: number;
  readonly task: string;
  readonly label: string;
  readonly file: string;
  readonly task_hash: string;
  readonly state: AdoptionRowState;
  readonly change: number | null;
  readonly at: number;
}

export class AdoptionRows {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Durable when it resolves. @returns its id */
  begin(
    row: Pick<AdoptionRow, 'task' | 'label' | 'file' | 'task_hash' | 'at'> & { by: string },
  ): Promise<number> {
    return this.#store.write(
      (tx) =>
        tx.run(
          `insert into adoptions (task, label, file, task_hash, state, by_name, at) values (?, ?, ?, ?, 'begun', ?, ?)`,
          row.task,
          row.label,
          row.file,
          row.task_hash,
          row.by,
          row.at,
        ).lastId,
    );
  }

  noteChange(id: number, change: number): Promise<void> {
    return this.#store.write((tx) => void tx.run('update adoptions set change = ? where id = ?', change, id));
  }

  end(id: number, state: AdoptionRowState, at: number, message?: string): Promise<void> {
    return this.#store.write(
      (tx) =>
        void tx.run(
          'update adoptions set state = ?, ended_at = ?, message = ? where id = ?',
          state,
          at,
          message ?? null,
          id,
        ),
    );
  }

  /** Those that a crash left in the middle. */
  open(): AdoptionRow[] {
    return this.#store.all<AdoptionRow>("select * from adoptions where state = 'begun' order by id");
  }

  /** The adoption in force of a task. */
  ofTask(task: string): AdoptionRow | undefined {
    return this.#store.get<AdoptionRow>(
      "select * from adoptions where task = ? and state = 'done' order by id desc limit 1",
      task,
    );
  }

  /** The adoption in force of an agent. */
  ofFile(file: string): AdoptionRow | undefined {
    return this.#store.get<AdoptionRow>(
      "select * from adoptions where file = ? and state = 'done' order by id desc limit 1",
      file,
    );
  }
}
