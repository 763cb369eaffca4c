/** Enters what is due by now: takes it from the agenda in batches, writes what each comes to, and plans the next. */
import { LukaError } from '#shared/errors/luka-error.ts';
import { isTimeTrigger, triggerKind } from '#shared/nouns/trigger.ts';
import type { Store } from '../store/store.ts';
import type { Absences } from './absences.ts';
import { isRepeating, type AgendaItem, type Repeating } from './agenda.ts';
import { breathe } from './breathe.ts';
import { collectDue } from './collect-due.ts';
import type { Marks } from './marks.ts';
import { lastOccurrences, nextOccurrence, occurrences } from './occurrences.ts';
import type { Due } from './planner.ts';
import type { Roster } from './roster.ts';
import type { SlotLedger } from './slot-ledger.ts';
import type { SlotWriter } from './slot-writer.ts';
import type { TriggerBook } from './trigger-book.ts';

/** Moments that are entered in one transaction, before others get their turn: a few ms of work. */
const BATCH = 10;

interface Taken {
  readonly item: AgendaItem;
  readonly due: Due;
}

export interface DueEntriesOptions {
  readonly store: Store;
  readonly roster: Roster;
  readonly slots: SlotLedger;
  readonly writer: SlotWriter;
  readonly triggers: TriggerBook;
  readonly absences: Absences;
  readonly marks: Marks;
  /** Runs were queued; these must make room. */
  readonly startWork: (replaces: readonly number[]) => void;
  readonly onError: (error: unknown) => void;
}

export class DueEntries {
  readonly #options: DueEntriesOptions;
  /** Up to here entries may exist although the clock is not there (again). */
  #high: number;

  constructor(options: DueEntriesOptions) {
    this.#options = options;
    this.#high = Number(options.marks.get('high') ?? 0);
  }

  /** Enters everything that is due. @throws LukaError disk_full, ledger_unavailable; what has no entry then stays due */
  async enterUpTo(now: number): Promise<void> {
    const { agenda } = this.#options.roster;
    for (let taken = this.#take(now); taken.length > 0; taken = this.#take(now)) {
      await this.#enterAll(taken, now);
      if ((agenda.peek()?.due ?? Infinity) <= now) await breathe();
    }
  }

  /** Takes what is due from the agenda. Whoever takes it puts it back. */
  #take(now: number): AgendaItem[] {
    const { agenda } = this.#options.roster;
    const items: AgendaItem[] = [];
    while (items.length < BATCH && (agenda.peek()?.due ?? Infinity) <= now) items.push(agenda.pop()!);
    return items;
  }

  /** One trigger that cannot be entered must not keep the others from it. */
  async #enterAll(items: readonly AgendaItem[], now: number): Promise<void> {
    try {
      await this.#enter(items, now);
    } catch (error) {
      // The disk is full, say: nothing can be entered, and all of it is tried again.
      if (error instanceof LukaError) throw error;
      if (items.length > 1) {
        for (const item of items) await this.#enterAll([item], now);
        return;
      }
      this.#options.onError(error);
      this.#refuse(items[0]!);
    }
  }

  /** A moment that Luka itself stumbled over is told as what it is. */
  #refuse(item: AgendaItem): void {
    const { roster, store, slots, triggers } = this.#options;
    const { task, key, due, trigger } = item;
    const reason = 'Luka has a bug; luka.log has the details';
    store.commit((tx) => {
      if (!slots.isAccounted({ task, trigger: key, due }))
        slots.add(tx, {
          task,
          trigger: key,
          due,
          kind: triggerKind(trigger),
          state: 'blocked',
          code: 'refused',
          reason,
        });
      triggers.account(tx, task, key, Math.max(due, roster.accounted(task, key)));
    });
    roster.account(task, key, due);
    const next = isRepeating(item) ? nextOccurrence(item.trigger, due) : undefined;
    if (!isRepeating(item) || next === undefined) roster.agenda.drop(task, key);
    else roster.agenda.put({ ...item, cursor: due, due: next });
  }

  async #enter(items: readonly AgendaItem[], now: number): Promise<void> {
    const { roster, store, triggers, slots, writer } = this.#options;
    const { agenda } = roster;
    try {
      const taken: Taken[] = [];
      const next = new Map<AgendaItem, number | undefined>();
      for (const item of items) {
        if (!isRepeating(item)) {
          taken.push({ item, due: { moments: [item.due] } });
          continue;
        }
        const collected = await collectDue(item.trigger, item.due, now, breathe);
        next.set(item, collected.next);
        taken.push({ item, due: this.#unaccounted(item, collected.due) });
      }
      // While that was counted the tasks may have changed: what was replaced is looked at as it is now.
      const current = taken.flatMap(({ item, due }) => {
        const found = agenda.get(item.task, item.key) === item ? roster.find(item.task, item.key) : undefined;
        return found ? [{ item, due, found }] : [];
      });
      const replaces: number[] = [];
      store.commit((tx) => {
        for (const { item, due, found } of current) {
          const { task, key } = item;
          if (due.moments.length === 0 && !due.older) continue;
          const moments = { ...found, key, due, absent: roster.faults(task) };
          replaces.push(...writer.write(tx, moments, now, slots.held(task, key)));
          triggers.account(tx, task, key, Math.max(lastOf(due), roster.accounted(task, key)));
        }
      });
      for (const { item, due } of current) {
        roster.account(item.task, item.key, lastOf(due));
        const following = next.get(item);
        if (!isRepeating(item) || following === undefined) agenda.drop(item.task, item.key);
        else agenda.put({ ...item, cursor: now, due: following });
      }
      this.#options.startWork(replaces);
    } catch (error) {
      for (const item of items) if (agenda.get(item.task, item.key) === item) agenda.put(item);
      throw error;
    }
  }

  /** Without moments that have their entry: a clock that was set back brings them up again. */
  #unaccounted(item: Repeating, due: Due): Due {
    const { roster, slots } = this.#options;
    const { task, key, trigger } = item;
    const accounted = Math.max(roster.accounted(task, key), this.#high);
    const isNew = (moment: number) =>
      moment > accounted || !slots.isAccounted({ task, trigger: key, due: moment });
    const { older } = due;
    if (!older || older.from > accounted)
      return { moments: due.moments.filter(isNew), ...(older ? { older } : {}) };
    // Of those that would be told as one, what lies before the mark is looked at one by one.
    const single = [...occurrences(trigger, older.from - 1, Math.min(older.to, accounted))].filter(isNew);
    const from = nextOccurrence(trigger, accounted);
    const rest =
      from === undefined || from > older.to
        ? undefined
        : { from, to: older.to, count: lastOccurrences(trigger, from - 1, older.to, 1).count };
    return { moments: [...single, ...due.moments.filter(isNew)], ...(rest ? { older: rest } : {}) };
  }

  /** The clock was set back: what lies ahead has not been, and comes again. @param before when Luka last looked */
  wentBack(now: number, before: number): void {
    const { store, slots, roster, absences, triggers, marks } = this.#options;
    absences.cutAt(now);
    const high = Math.max(this.#high, before);
    store.commit((tx) => {
      marks.set(tx, 'high', high);
      triggers.lower(tx, now);
      slots.takeBack(tx, now, (row) => {
        const trigger = roster.find(row.task, row.trigger)?.trigger;
        if (!trigger || !isTimeTrigger(trigger)) return { last: row.last_due, count: row.count };
        const { last, count } = lastOccurrences(trigger, row.due - 1, now, 1);
        return { last: last[0] ?? row.due, count: Math.max(1, count) };
      });
    });
    this.#high = high;
    roster.replanFrom(now);
  }
}

function lastOf(due: Due): number {
  return due.moments.at(-1) ?? due.older?.to ?? 0;
}
