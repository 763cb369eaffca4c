/** A task's slots of the last days, counted by the hours that a clock on the wall showed. */
import { setImmediate as otherWork } from 'node:timers/promises';
import type { ResponseOf } from '#shared/http/endpoint.ts';
import type { scheduleEndpoints } from '#shared/http/schedule.ts';
import { isBad, type RunState } from '#shared/nouns/run.ts';
import type { HeatCell, SlotState } from '#shared/nouns/slot.ts';
import type { Store } from '../store/store.ts';
import { SlotQueries } from './slot-queries.ts';

export type Heat = ResponseOf<(typeof scheduleEndpoints)['getHeat']>;

/** Zones change and differ in steps of no less: within one, the hour on the wall is the same. */
const STEP_MS = 900_000;
const DAY_MS = 86_400_000;
const ROWS_AT_ONCE = 500;
/** Only these had a run of their own, or one that did their work: a slot that was skipped names the run it met. */
const OWN_RUN: ReadonlySet<SlotState> = new Set(['ran', 'caught_up', 'coalesced']);

interface HeatRow {
  readonly trigger: string;
  readonly due: number;
  readonly last_due: number;
  readonly count: number;
  readonly state: SlotState;
  readonly run_state: RunState | null;
}

/** @param options.days today and the days before it */
export async function heat(options: {
  readonly store: Store;
  readonly task: string;
  readonly days: number;
  readonly now: number;
  readonly tz: string;
}): Promise<Heat> {
  const { store, task, now, tz } = options;
  const wall = new Wall(tz);
  const days = lastDays(wall.at(now).day, options.days);
  const wanted = new Set(days);
  const from = startOf(days[0]!, wall);
  const cells = new Map<string, HeatCell>();
  const add = (row: HeatRow, at: number, count: number) => {
    const { day, hour } = wall.at(at);
    if (!wanted.has(day)) return;
    const key = `${day} ${hour}`;
    let cell = cells.get(key);
    if (!cell) cells.set(key, (cell = { day, hour, counts: {}, failed: 0 }));
    cell.counts[row.state] = (cell.counts[row.state] ?? 0) + count;
    if (OWN_RUN.has(row.state) && row.run_state !== null && isBad(row.run_state)) cell.failed += count;
  };
  for (const row of new SlotQueries(store).spanning(from, task)) spread(row, from, add);
  let last: Pick<HeatRow, 'due' | 'trigger'> = { due: from, trigger: '' };
  for (;;) {
    const rows = store.all<HeatRow>(
      `select s.trigger, s.due, s.last_due, s.count, s.state, r.state as run_state
       from slots s left join runs r on r.id = s.run
       where s.task = ? and s.due >= ? and (s.due, s.trigger) > (?, ?) order by s.due, s.trigger limit ?`,
      task,
      last.due,
      last.due,
      last.trigger,
      ROWS_AT_ONCE,
    );
    for (const row of rows) spread(row, from, add);
    if (rows.length < ROWS_AT_ONCE) break;
    last = rows.at(-1)!;
    await otherWork();
  }
  const order = (cell: HeatCell) => `${cell.day} ${String(cell.hour).padStart(2, '0')}`;
  return { tz, days, cells: [...cells.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1)) };
}

/**
 * A row that stands for many moments is told over the time between its first and its last, evenly: nothing more is known
 * of them. Every moment is counted once.
 */
function spread(row: HeatRow, from: number, add: (row: HeatRow, at: number, count: number) => void): void {
  if (row.count === 1 || row.last_due <= row.due) {
    add(row, row.due, row.count);
    return;
  }
  const interval = (row.last_due - row.due) / (row.count - 1);
  const upTo = (end: number) =>
    end > row.last_due ? row.count : Math.max(0, Math.ceil((end - row.due) / interval));
  let step = Math.floor(Math.max(row.due, from) / STEP_MS) * STEP_MS;
  let told = upTo(step);
  for (; told < row.count; step += STEP_MS) {
    const next = upTo(step + STEP_MS);
    if (next > told) add(row, step, next - told);
    told = next;
  }
}

/** What a clock on the wall shows. Each quarter of an hour is asked once. */
class Wall {
  readonly #format: Intl.DateTimeFormat;
  readonly #known = new Map<number, { day: string; hour: number }>();

  constructor(tz: string) {
    // sv-SE writes 2026-03-29 09.
    this.#format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: tz,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
    });
  }

  at(moment: number): { day: string; hour: number } {
    const step = Math.floor(moment / STEP_MS) * STEP_MS;
    let shown = this.#known.get(step);
    if (!shown) {
      const [day, hour] = this.#format.format(step).split(' ') as [string, string];
      this.#known.set(step, (shown = { day, hour: Number(hour) }));
    }
    return shown;
  }
}

/** Oldest first, by the calendar. */
function lastDays(today: string, count: number): string[] {
  const last = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(last - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

/** The first moment of a day, which is not always 00:00: the clock may change at midnight. */
function startOf(day: string, wall: Wall): number {
  // No zone is further than 14 hours from UTC, and days follow each other, whatever their clocks do.
  let before = Math.floor((Date.parse(`${day}T00:00:00Z`) - DAY_MS) / STEP_MS);
  let there = before + (3 * DAY_MS) / STEP_MS;
  while (there - before > 1) {
    const middle = Math.floor((before + there) / 2);
    if (wall.at(middle * STEP_MS).day < day) before = middle;
    else there = middle;
  }
  return there * STEP_MS;
}
