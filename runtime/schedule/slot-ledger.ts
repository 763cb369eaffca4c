/** The writing side of slots: what was decided about which moment. Every moment has one row, and a row one outcome. */
import type { ParamValues } from '#shared/nouns/param.ts';
import { isOutcome, type SlotCode, type SlotState } from '#shared/nouns/slot.ts';
import type { TriggerKind } from '#shared/nouns/trigger.ts';
import { isoAt } from '../clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { SlotRow } from './slot-queries.ts';

/** Events of one trigger at the same instant follow each other by a millisecond; more than this many do not come at once. */
const SHARED_MS = 3_600_000;

export interface SlotKey {
  readonly task: string;
  readonly trigger: string;
  /** ms since 1970. */
  readonly due: number;
}

/** What an event was about: kept with its slot, for the run that may come later. */
export interface SlotSubject {
  readonly text?: string | undefined;
  readonly params?: ParamValues | undefined;
  readonly chain?: number | undefined;
  /** What a waiting slot comes to once it may run. */
  readonly as?:
    | {
        readonly state: 'ran' | 'caught_up';
        readonly code: SlotCode;
        readonly reason: string;
        readonly oneOfMany?: boolean | undefined;
      }
    | undefined;
}

export interface SlotEntry extends SlotKey {
  readonly kind: TriggerKind;
  readonly state: SlotState;
  readonly code: SlotCode;
  readonly reason: string;
  readonly run?: number | undefined;
  /** Moments it stands for, and the last of them. */
  readonly count?: number | undefined;
  readonly lastDue?: number | undefined;
  readonly waitUntil?: number | undefined;
  readonly subject?: SlotSubject | undefined;
}

export interface Decision {
  readonly state: SlotState;
  readonly code: SlotCode;
  readonly reason: string;
  readonly run?: number | undefined;
  readonly waitUntil?: number | undefined;
}

export class SlotLedger {
  readonly #store: Store;
  readonly #now: () => number;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** True where a row stands for the moment already: a clock that was set back brings moments up again. */
  isAccounted({ task, trigger, due }: SlotKey): boolean {
    const row = this.#store.get<{ last_due: number }>(
      'select last_due from slots where task = ? and trigger = ? and due <= ? order by due desc limit 1',
      task,
      trigger,
      due,
    );
    return row !== undefined && row.last_due >= due;
  }

  /** The first moment from `due` on that no row stands for, among those that events share. */
  free({ task, trigger, due }: SlotKey): number {
    if (!this.isAccounted({ task, trigger, due })) return due;
    const row = this.#store.get<{ last: number | null }>(
      'select max(last_due) as last from slots where task = ? and trigger = ? and due between ? and ?',
      task,
      trigger,
      due,
      due + SHARED_MS,
    );
    return Math.max(due, row?.last ?? due) + 1;
  }

  /**
   * Takes back what was decided of moments that have not come yet, the clock having been set back, where no run was made of
   * them: they come again. What stands for many moments stands for those that have come.
   */
  takeBack(tx: Transaction, now: number, come: (row: SlotRow) => { last: number; count: number }): void {
    tx.run("delete from slots where due > ? and state in ('coalesced', 'missed', 'skipped', 'blocked')", now);
    const reaching = tx.all<SlotRow>(
      'select * from slots where count > 1 and due <= ? and last_due > ?',
      now,
      now,
    );
    for (const row of reaching) {
      const { last, count } = come(row);
      tx.run(
        'update slots set last_due = ?, count = ? where task = ? and trigger = ? and due = ?',
        last,
        count,
        row.task,
        row.trigger,
        row.due,
      );
    }
  }

  /** @throws where the moment has a row already: decided once is decided */
  add(tx: Transaction, entry: SlotEntry): void {
    tx.run(
      `insert into slots (task, trigger, due, last_due, count, kind, state, code, reason, run, decided_at, wait_until, subject)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      entry.task,
      entry.trigger,
      entry.due,
      entry.lastDue ?? entry.due,
      entry.count ?? 1,
      entry.kind,
      entry.state,
      entry.code,
      entry.reason,
      entry.run ?? null,
      this.#now(),
      entry.waitUntil ?? null,
      entry.subject === undefined ? null : JSON.stringify(entry.subject),
    );
    this.#tell(tx, entry, entry);
  }

  /** Decides an open slot. @returns false where it was decided before */
  decide(tx: Transaction, key: SlotKey, decision: Decision): boolean {
    const [row] = tx.all<{ count: number }>(
      `update slots set state = ?, code = ?, reason = ?, run = ?, decided_at = ?, wait_until = ?
       where task = ? and trigger = ? and due = ? and state in ('waiting', 'held') returning count`,
      decision.state,
      decision.code,
      decision.reason,
      decision.run ?? null,
      this.#now(),
      decision.waitUntil ?? null,
      key.task,
      key.trigger,
      key.due,
    );
    if (row) this.#tell(tx, key, { ...decision, count: row.count });
    return row !== undefined;
  }

  /** What an open slot waits for now; its waiting began when it was entered. */
  wait(tx: Transaction, key: SlotKey, reason: string): void {
    tx.run(
      "update slots set reason = ? where task = ? and trigger = ? and due = ? and state = 'waiting'",
      reason,
      key.task,
      key.trigger,
      key.due,
    );
  }

  /** Another moment of a pause: it is added to the entry of those before it, for they are decided together. */
  extend(tx: Transaction, row: SlotRow, lastDue: number, count: number): void {
    tx.run(
      'update slots set last_due = ?, count = count + ? where task = ? and trigger = ? and due = ?',
      lastDue,
      count,
      row.task,
      row.trigger,
      row.due,
    );
  }

  /** Takes an open entry back, to be replaced by entries for each of its moments in the same transaction. */
  withdraw(tx: Transaction, key: SlotKey): void {
    tx.run(
      "delete from slots where task = ? and trigger = ? and due = ? and state in ('waiting', 'held')",
      key.task,
      key.trigger,
      key.due,
    );
  }

  /** Forgets decided slots of before a moment, some at a time. @returns how many it forgot */
  prune(tx: Transaction, before: number, most: number): number {
    const { changes } = tx.run(
      `delete from slots where (task, trigger, due) in (
         select task, trigger, due from slots
         where due < ? and last_due < ? and state not in ('waiting', 'held') order by due limit ?)`,
      before,
      before,
      most,
    );
    return changes;
  }

  /** The entry of a pause that goes on. */
  held(task: string, trigger: string): SlotRow | undefined {
    return this.#store.get<SlotRow>(
      "select * from slots where state = 'held' and task = ? and trigger = ? order by due desc limit 1",
      task,
      trigger,
    );
  }

  hasOpen(): boolean {
    return this.#store.get("select 1 from slots where state in ('waiting', 'held') limit 1") !== undefined;
  }

  open(): SlotRow[] {
    return this.#store.all<SlotRow>(
      "select * from slots where state in ('waiting', 'held') order by due, task, trigger",
    );
  }

  /** What became a run says so itself, by the event of the run. Where an entry stands for many moments, so does its event. */
  #tell(tx: Transaction, key: SlotKey, decision: Decision & Pick<SlotEntry, 'count'>): void {
    const { state, code, reason, run, count = 1 } = decision;
    if (state === 'ran') return;
    tx.emit({
      type: isOutcome(state) ? 'slot.decided' : 'slot.waiting',
      task: key.task,
      run,
      data: {
        trigger: key.trigger,
        due: isoAt(key.due),
        state,
        code,
        reason,
        ...(count > 1 ? { count } : {}),
      },
    });
  }
}
