/** What runs come to: of an hour, a day, a task. */
import type { RunState } from '#shared/nouns/run.ts';
import { addText, bump, count, textOf, type Histogram } from './histogram.ts';
import type { NotedFacts } from './run-facts.ts';

/** How a run can end. */
export const ENDS = ['succeeded', 'failed', 'timed_out', 'interrupted', 'denied', 'cancelled'] as const;
export type End = (typeof ENDS)[number];

const SUMS = ['runs', ...ENDS, 'flips', 'retried', 'total_ms', 'ok_ms', 'scheduled'] as const;
type Sum = (typeof SUMS)[number];
const HISTOGRAMS = ['durations', 'waits', 'lates'] as const;
const EXTREMES = ['ok_min', 'ok_max', 'wait_max', 'late_max'] as const;

/** As they stand in a row; the order of the statement that writes them. */
export const TALLY_COLUMNS = [...SUMS, ...EXTREMES, ...HISTOGRAMS] as const;

export type TallyRow = Record<Sum, number> &
  Record<(typeof EXTREMES)[number], number | null> &
  Record<(typeof HISTOGRAMS)[number], string>;

export class Tally {
  readonly sums: Record<Sum, number> = Object.fromEntries(SUMS.map((name) => [name, 0])) as Record<
    Sum,
    number
  >;
  readonly extremes: Record<(typeof EXTREMES)[number], number | null> = {
    ok_min: null,
    ok_max: null,
    wait_max: null,
    late_max: null,
  };
  readonly durations: Histogram = new Map();
  readonly waits: Histogram = new Map();
  readonly lates: Histogram = new Map();

  /** @param times -1 takes away what was added before; extremes stay */
  addRun(facts: NotedFacts, times: 1 | -1 = 1): void {
    const { sums } = this;
    sums.runs += times;
    const end = endOf(facts.state);
    if (end) sums[end] += times;
    sums.flips += times * facts.flip;
    if (facts.state === 'succeeded' && facts.attempt > 1) sums.retried += times;
    sums.total_ms += times * (facts.durationMs ?? 0);
    if (facts.state === 'succeeded' && facts.durationMs !== null) {
      sums.ok_ms += times * facts.durationMs;
      count(this.durations, facts.durationMs, times);
      if (times > 0) {
        this.#least('ok_min', facts.durationMs);
        this.#most('ok_max', facts.durationMs);
      }
    }
    if (facts.waitMs !== null) {
      count(this.waits, facts.waitMs, times);
      if (times > 0) this.#most('wait_max', facts.waitMs);
    }
    if (facts.lateMs !== null) {
      sums.scheduled += times;
      count(this.lates, facts.lateMs, times);
      if (times > 0) this.#most('late_max', facts.lateMs);
    }
  }

  /** All that a row has; left out columns count nothing. */
  addRow(row: Partial<TallyRow>): void {
    for (const name of SUMS) this.sums[name] += row[name] ?? 0;
    if (typeof row.ok_min === 'number') this.#least('ok_min', row.ok_min);
    for (const name of ['ok_max', 'wait_max', 'late_max'] as const) {
      const most = row[name];
      if (typeof most === 'number') this.#most(name, most);
    }
    for (const name of HISTOGRAMS) addText(this[name], row[name] ?? '');
  }

  addTally(other: Tally): void {
    this.addRow({ ...other.sums, ...other.extremes });
    for (const name of HISTOGRAMS) for (const [index, n] of other[name]) bump(this[name], index, n);
  }

  /** In the order of `TALLY_COLUMNS`. */
  values(): (number | string | null)[] {
    return [
      ...SUMS.map((name) => this.sums[name]),
      ...EXTREMES.map((name) => this.extremes[name]),
      ...HISTOGRAMS.map((name) => textOf(this[name])),
    ];
  }

  #least(name: 'ok_min', value: number): void {
    this.extremes[name] = Math.min(this.extremes[name] ?? Infinity, value);
  }

  #most(name: 'ok_max' | 'wait_max' | 'late_max', value: number): void {
    this.extremes[name] = Math.max(this.extremes[name] ?? 0, value);
  }
}

function endOf(state: RunState): End | undefined {
  return (ENDS as readonly string[]).includes(state) ? (state as End) : undefined;
}
