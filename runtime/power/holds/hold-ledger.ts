/** Holds in the ledger: those of a person, which outlive a restart, and every stretch in which one was held or was not. */
import type { HoldKind, HoldOwner, HoldSpan } from '#shared/nouns/power.ts';
import { isoAt } from '../../clock.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { Wish } from './wish.ts';

interface PersonRow {
  id: string;
  kind: HoldKind;
  by_name: string;
  since: number;
  until_at: number | null;
  while_run: number | null;
  while_tasks: number | null;
  reason: string;
}

interface SpanRow {
  hold: string;
  kind: HoldKind;
  owner: string;
  from_at: number;
  to_at: number | null;
  reason: string;
  not_held_because: string | null;
}

const SPAN = 'select hold, kind, owner, from_at, to_at, reason, not_held_because from hold_spans';

export class HoldLedger {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  addPerson(tx: Transaction, wish: Wish): void {
    if (wish.owner.kind !== 'person') throw new TypeError(`${wish.id} is no hold of a person`);
    tx.run(
      `insert into person_holds (id, kind, by_name, since, until_at, while_run, while_tasks, reason)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
      wish.id,
      wish.kind,
      wish.owner.by,
      wish.since,
      wish.until ?? null,
      wish.whileRun ?? null,
      wish.whileTasks ? 1 : null,
      wish.reason,
    );
  }

  removePerson(tx: Transaction, id: string): void {
    tx.run('delete from person_holds where id = ?', id);
  }

  /** Oldest first. */
  ofPersons(): Wish[] {
    return this.#store.all<PersonRow>('select * from person_holds order by since, id').map((row) => ({
      id: row.id,
      kind: row.kind,
      owner: { kind: 'person', by: row.by_name },
      since: row.since,
      until: row.until_at ?? undefined,
      whileRun: row.while_run ?? undefined,
      whileTasks: row.while_tasks === 1 ? true : undefined,
      reason: row.reason,
    }));
  }

  /** @returns the stretch's number */
  begin(tx: Transaction, wish: Wish, at: number, because: string | undefined): number {
    return tx.run(
      `insert into hold_spans (hold, kind, owner, run, from_at, reason, not_held_because)
       values (?, ?, ?, ?, ?, ?, ?)`,
      wish.id,
      wish.kind,
      JSON.stringify(wish.owner),
      wish.owner.kind === 'run' ? wish.owner.run : null,
      at,
      wish.reason,
      because ?? null,
    ).lastId;
  }

  end(tx: Transaction, span: number, at: number): void {
    // A clock that was set back must not make a stretch that ends before it began.
    tx.run('update hold_spans set to_at = max(from_at, ?) where id = ?', at, span);
  }

  /** It turned out that it was not held at all. */
  wasNotHeld(tx: Transaction, span: number, because: string): void {
    tx.run('update hold_spans set not_held_because = ? where id = ?', because, span);
  }

  /** What a crash left open ended when the ledger heard the last thing. */
  endLeftOpen(): void {
    const open = this.#store.get('select 1 from hold_spans where to_at is null limit 1');
    if (open === undefined) return;
    const last = this.#store.get<{ at: number }>('select at from events order by seq desc limit 1');
    this.#store.commit((tx) =>
      tx.run('update hold_spans set to_at = max(from_at, ?) where to_at is null', last?.at ?? 0),
    );
  }

  ofRun(run: number): HoldSpan[] {
    return this.#store.all<SpanRow>(`${SPAN} where run = ? order by id`, run).map(toSpan);
  }

  /** Those that reach into the time, oldest first, and at most `limit` of them, the newest. */
  between(from: number, to: number, limit: number): HoldSpan[] {
    const rows = this.#store.all<SpanRow>(
      `${SPAN} where from_at < ? and (to_at is null or to_at > ?) order by from_at desc, id desc limit ?`,
      to,
      from,
      limit,
    );
    return rows.map(toSpan).toReversed();
  }
}

function toSpan(row: SpanRow): HoldSpan {
  return {
    hold: row.hold,
    kind: row.kind,
    owner: JSON.parse(row.owner) as HoldOwner,
    from: isoAt(row.from_at),
    ...(row.to_at === null ? {} : { to: isoAt(row.to_at) }),
    reason: row.reason,
    ...(row.not_held_because === null ? {} : { notHeldBecause: row.not_held_because }),
  };
}
