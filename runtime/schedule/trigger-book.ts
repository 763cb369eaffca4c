/** Since when each trigger is known and up to which moment it was accounted for: what lies after it was missed. */
import type { Store, Transaction } from '../store/store.ts';

export interface KnownTrigger {
  readonly task: string;
  readonly trigger: string;
  /** Everything up to here has its entry, ms since 1970. */
  readonly accounted: number;
}

export class TriggerBook {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  all(): KnownTrigger[] {
    return this.#store.all<KnownTrigger>('select task, trigger, accounted from triggers');
  }

  /** Moments up to `moment` are not this trigger's any more. */
  account(tx: Transaction, task: string, trigger: string, moment: number): void {
    tx.run(
      'insert into triggers (task, trigger, accounted) values (?, ?, ?) on conflict do update set accounted = excluded.accounted',
      task,
      trigger,
      moment,
    );
  }

  /** The clock was set back: what comes after `now` is to be accounted for again. */
  lower(tx: Transaction, now: number): void {
    tx.run('update triggers set accounted = ? where accounted > ?', now, now);
  }

  forget(tx: Transaction, task: string, trigger: string): void {
    tx.run('delete from triggers where task = ? and trigger = ?', task, trigger);
  }
}
