/** Small facts that must survive: when Luka was last alive, which events were taken account of, which login was seen. */
import type { Store, Transaction } from '../store/store.ts';

/** `traces`: up to this event runs were told to a collector. `high`: up to here a clock that was set back had been; entries may lie there already. */
export type MarkName = 'alive' | 'after' | 'login' | 'high' | 'traces' | 'notify';

export class Marks {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get(name: MarkName): string | undefined {
    return this.#store.get<{ value: string }>('select value from marks where name = ?', name)?.value;
  }

  set(tx: Transaction, name: MarkName, value: string | number): void {
    tx.run(
      'insert into marks (name, value) values (?, ?) on conflict do update set value = excluded.value',
      name,
      String(value),
    );
  }
}
