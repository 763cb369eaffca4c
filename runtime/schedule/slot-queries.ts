/** What is asked of the slots: by time, by task, around a moment. Every query goes by an index, however many there are. */
import type { RunState } from '#shared/nouns/run.ts';
import {
  isOutcome,
  type Away,
  type Pause,
  type Slot,
  type SlotCode,
  type SlotState,
} from '#shared/nouns/slot.ts';
import type { TriggerKind } from '#shared/nouns/trigger.ts';
import { isoAt } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { toPause, type PauseRow } from './pause-book.ts';
import { SPANNING, SPANNING_TASK } from './spanning-slots.ts';

/** A row of the table, moments in ms since 1970. */
export interface SlotRow {
  readonly task: string;
  readonly trigger: string;
  readonly due: number;
  /** The same as `due` where the row stands for one moment. */
  readonly last_due: number;
  readonly count: number;
  readonly kind: TriggerKind;
  readonly state: SlotState;
  readonly code: SlotCode;
  readonly reason: string;
  readonly run: number | null;
  readonly decided_at: number;
  readonly wait_until: number | null;
  /** JSON: what the event was about. */
  readonly subject: string | null;
}

/** With the state its run has now. */
export interface SlotRowWithRun extends SlotRow {
  readonly run_state: RunState | null;
}

export interface SlotFilter {
  /** From this moment on. */
  readonly from?: number | undefined;
  /** Before this moment. */
  readonly to?: number | undefined;
  readonly task?: string | undefined;
  readonly states?: readonly SlotState[] | undefined;
  readonly limit: number;
}

/** Slots that one page may hold beyond its limit, all of one moment. More than that are not due at once. */
const MOMENT_MOST = 20_000;
/** Slots that one page looks through for those of certain states: there is no index for it. */
const LOOK_THROUGH = 10_000;
const END_OF_TIME = Number.MAX_SAFE_INTEGER;

const SELECT = 'select s.*, r.state as run_state from slots s left join runs r on r.id = s.run';
const OF_STATES = 'and s.state in (select value from json_each(?))';

export class SlotQueries {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Newest first. A page ends where a moment ends, even if that takes it beyond its limit, so that `next` (the `to` of the
   * following page) neither loses nor repeats slots. A page of certain states may be short, even empty, and have a `next`.
   */
  list(filter: SlotFilter): { slots: Slot[]; next?: string } {
    const { from = 0, to = END_OF_TIME, states, limit } = filter;
    if (states?.every((state) => !isOutcome(state)) === true) return this.#openPage(filter);
    const floor = states === undefined ? undefined : this.#lookThrough(from, to, filter.task);
    const { where, values } = this.#where(filter.task, states);
    const rows = this.#store.all<SlotRowWithRun>(
      `${SELECT} where s.due >= ? and s.due < ? ${where} order by s.due desc, s.task desc, s.trigger desc limit ?`,
      floor ?? from,
      to,
      ...values,
      limit + 1,
    );
    if (rows.length <= limit) return page(rows, floor === undefined || floor <= from ? undefined : floor);
    const beyond = rows.pop()!;
    const last = rows.at(-1)!;
    if (beyond.due < last.due) return page(rows, last.due);
    const rest = this.#store.all<SlotRowWithRun>(
      `${SELECT} where s.due = ? and (s.task, s.trigger) < (?, ?) ${where}
       order by s.due desc, s.task desc, s.trigger desc limit ?`,
      last.due,
      last.task,
      last.trigger,
      ...values,
      MOMENT_MOST,
    );
    const older = this.#store.get(
      `select 1 from slots s where s.due >= ? and s.due < ? ${filter.task === undefined ? '' : 'and s.task = ?'} limit 1`,
      from,
      last.due,
      ...(filter.task === undefined ? [] : [filter.task]),
    );
    return page([...rows, ...rest], older === undefined ? undefined : last.due);
  }

  /**
   * The nearest slots of a task, nearest first: at most `n` at or before the moment and `n` after it. One that stands for
   * many moments is as near as the last of them that is not later.
   */
  around(task: string, at: number, n: number): SlotRowWithRun[] {
    const before = this.#store.all<SlotRowWithRun>(
      `${SELECT} where s.task = ? and s.due <= ? order by s.due desc, s.trigger desc limit ?`,
      task,
      at,
      n,
    );
    const after = this.#store.all<SlotRowWithRun>(
      `${SELECT} where s.task = ? and s.due > ? order by s.due, s.trigger limit ?`,
      task,
      at,
      n,
    );
    const known = new Set(before.map(keyOf));
    const spanning = this.spanning(at, task, before.at(-1)?.due ?? 0).filter((row) => !known.has(keyOf(row)));
    const distance = (row: SlotRow) => Math.abs(at - nearestMoment(row, at));
    const nearest = (rows: SlotRowWithRun[]) => rows.sort((a, b) => distance(a) - distance(b));
    return nearest([...nearest([...before, ...spanning]).slice(0, n), ...after]);
  }

  /** Oldest first; where there are more than `limit`, the newest. With those that began before and reach into the time. */
  between(from: number, to: number, task: string | undefined, limit: number): Slot[] {
    const { where, values } = this.#where(task, undefined);
    const rows = this.#store.all<SlotRowWithRun>(
      `${SELECT} where s.due >= ? and s.due < ? ${where} order by s.due desc, s.task desc, s.trigger desc limit ?`,
      from,
      to,
      ...values,
      limit,
    );
    const spanning = rows.length < limit ? this.spanning(from, task).slice(rows.length - limit) : [];
    return [...spanning, ...rows.reverse()].map((row) => toSlot(row));
  }

  /** Rows that began before `from` and stand for many moments, the last of them at `reach` or later; oldest first. */
  spanning(from: number, task?: string, reach = from): SlotRowWithRun[] {
    return task === undefined
      ? this.#store.all<SlotRowWithRun>(SPANNING, from, reach)
      : this.#store.all<SlotRowWithRun>(SPANNING_TASK, from, reach, task);
  }

  /** Absences that reach into the time, oldest first. */
  away(from: number, to: number): Away[] {
    return this.#store
      .all<{ kind: Away['kind']; from_at: number; to_at: number; source: string }>(
        'select * from away where to_at > ? and from_at < ? order by to_at, id',
        from,
        to,
      )
      .map((row) => ({
        kind: row.kind,
        from: isoAt(row.from_at),
        to: isoAt(row.to_at),
        source: row.source,
      }));
  }

  /** The last absence that had ended at the moment. */
  awayBefore(at: number, kind: Away['kind']): Away | undefined {
    const row = this.#store.get<{ kind: Away['kind']; from_at: number; to_at: number; source: string }>(
      'select * from away where to_at <= ? and kind = ? order by to_at desc, id desc limit 1',
      at,
      kind,
    );
    return row && { kind: row.kind, from: isoAt(row.from_at), to: isoAt(row.to_at), source: row.source };
  }

  /** Pauses that reach into the time, whatever their scope. People make them one by one: the table is read whole. */
  pauses(from: number, to: number): Pause[] {
    return this.#store
      .all<PauseRow>(
        `select * from pauses where from_at < ? and min(coalesce(ended_at, 9e15), coalesce(until_at, 9e15)) > ?
         order by from_at, id`,
        to,
        from,
      )
      .map(toPause);
  }

  pausesInForce(now: number): Pause[] {
    return this.pauses(now, now + 1);
  }

  /** The newest row of a trigger that is due at or before the moment. */
  lastOfTrigger(task: string, trigger: string, upTo: number): SlotRow | undefined {
    return this.#store.get<SlotRow>(
      'select * from slots where task = ? and trigger = ? and due <= ? order by due desc limit 1',
      task,
      trigger,
      upTo,
    );
  }

  /** What is not decided yet, oldest first. */
  open(): SlotRow[] {
    return this.#store.all<SlotRow>(
      "select * from slots where state in ('waiting', 'held') order by due, task, trigger",
    );
  }

  /** Slots that are open are few and have an index of their own. */
  #openPage({ from = 0, to = END_OF_TIME, task, states, limit }: SlotFilter): {
    slots: Slot[];
    next?: string;
  } {
    const rows = this.#store.all<SlotRowWithRun>(
      `select s.*, r.state as run_state from slots s indexed by slots_open left join runs r on r.id = s.run
       where s.state in ('waiting', 'held') and s.due >= ? and s.due < ? order by s.due desc, s.task desc, s.trigger desc`,
      from,
      to,
    );
    const found = rows.filter(
      (row) => states!.includes(row.state) && (task === undefined || row.task === task),
    );
    const end = found.findIndex((row, index) => index >= limit && row.due < found[index - 1]!.due);
    return end === -1 ? page(found, undefined) : page(found.slice(0, end), found[end - 1]!.due);
  }

  /** The moment down to which one page looks; undefined where there is no end of it before `from`. */
  #lookThrough(from: number, to: number, task: string | undefined): number | undefined {
    return this.#store.get<{ due: number }>(
      `select s.due from slots s where s.due >= ? and s.due < ? ${task === undefined ? '' : 'and s.task = ?'}
       order by s.due desc limit 1 offset ?`,
      from,
      to,
      ...(task === undefined ? [] : [task]),
      LOOK_THROUGH,
    )?.due;
  }

  #where(
    task: string | undefined,
    states: readonly SlotState[] | undefined,
  ): { where: string; values: string[] } {
    return {
      where: `${task === undefined ? '' : 'and s.task = ?'} ${states === undefined ? '' : OF_STATES}`,
      values: [
        ...(task === undefined ? [] : [task]),
        ...(states === undefined ? [] : [JSON.stringify(states)]),
      ],
    };
  }
}

function page(rows: readonly SlotRowWithRun[], next: number | undefined): { slots: Slot[]; next?: string } {
  return { slots: rows.map((row) => toSlot(row)), ...(next === undefined ? {} : { next: isoAt(next) }) };
}

function keyOf(row: SlotRow): string {
  return `${row.trigger} ${row.due}`;
}

/**
 * The moment of a row that is nearest before `at`, or its first where all are later. Of many moments only the first and
 * the last are known: those between are taken to be evenly spread.
 */
export function nearestMoment(row: Pick<SlotRow, 'due' | 'last_due' | 'count'>, at: number): number {
  if (at >= row.last_due) return row.last_due;
  if (at <= row.due || row.count < 2) return row.due;
  const step = (row.last_due - row.due) / (row.count - 1);
  return row.due + Math.floor(Math.floor((at - row.due) / step) * step);
}

export function toSlot(row: SlotRow | SlotRowWithRun, runState?: RunState): Slot {
  const state = runState ?? ('run_state' in row ? row.run_state : null);
  return {
    task: row.task,
    trigger: row.trigger,
    kind: row.kind,
    due: isoAt(row.due),
    count: row.count,
    state: row.state,
    code: row.code,
    reason: row.reason,
    decidedAt: isoAt(row.decided_at),
    ...(row.count > 1 ? { lastDue: isoAt(row.last_due) } : {}),
    ...(row.run === null ? {} : { run: row.run }),
    ...(state === null ? {} : { runState: state }),
    ...(row.wait_until !== null && !isOutcome(row.state) ? { waitUntil: isoAt(row.wait_until) } : {}),
  };
}
