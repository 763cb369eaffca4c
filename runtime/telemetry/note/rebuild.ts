/** Roll-ups made anew of the raw rows, and whether they say the same. */
import type { Figures } from '../figures/figures.ts';
import { ALL_TASKS, RollUp, type Tier } from '../figures/roll-up.ts';
import { toNoted, type NotedFacts, type RawRow } from '../figures/run-facts.ts';
import { ENDS, type TallyRow } from '../figures/tally.ts';

/** Raw rows before this were removed by age, in part or all: their hours and days cannot be made anew. ms since 1970. */
export function completeFrom(figures: Figures): number {
  return Number(figures.mark('raw_from') ?? 0);
}

/** The hours and days of some runs. Within a transaction of the caller's. */
export function rebuildBuckets(figures: Figures, runs: readonly NotedFacts[]): void {
  const from = completeFrom(figures);
  const hours = new Set(runs.filter(({ hour }) => hour >= from).map(({ hour }) => hour));
  const days = new Set(runs.filter(({ dayAt }) => dayAt >= from).map(({ day }) => day));
  for (const hour of hours) rebuildOne(figures, 'run_hours', 'hour', hour);
  for (const day of days) rebuildOne(figures, 'run_days', 'day', day);
  // Of what is not complete any more, counts are set right and extremes stay: pairs of a run as it was, and as it is.
  for (let index = 0; index < runs.length; index += 2) {
    const [before, now] = [runs[index], runs[index + 1]];
    if (!before || !now) break;
    const rollUp = new RollUp();
    if (!hours.has(before.hour)) rollUp.addTo('run_hours', before, -1);
    if (!hours.has(now.hour)) rollUp.addTo('run_hours', now);
    if (!days.has(before.day)) rollUp.addTo('run_days', before, -1);
    if (!days.has(now.day)) rollUp.addTo('run_days', now);
    rollUp.write(figures);
  }
}

/** Every hour and day of which all raw rows are there. @returns how many raw rows were read */
export function rebuildAll(figures: Figures): number {
  return figures.write(() => {
    const from = completeFrom(figures);
    figures.run('delete from run_hours where hour >= ?', from);
    figures.run('delete from run_days where at >= ?', from);
    const rollUp = new RollUp();
    const rows = figures.all<RawRow>('select * from runs where hour >= ?', from);
    for (const row of rows) {
      rollUp.addTo('run_hours', toNoted(row));
      if (row.day_at >= from) rollUp.addTo('run_days', toNoted(row));
    }
    rollUp.write(figures);
    return rows.length;
  });
}

function rebuildOne(figures: Figures, tier: Tier, key: 'hour' | 'day', value: number): void {
  figures.run(`delete from ${tier} where ${key} = ?`, value);
  const rollUp = new RollUp();
  for (const row of figures.all<RawRow>(`select * from runs where ${key} = ?`, value))
    rollUp.addTo(tier, toNoted(row));
  rollUp.write(figures);
}

const COUNTS = `count(*) as runs, ${ENDS.map((end) => `sum(state = '${end}') as ${end}`).join(', ')},
  sum(flip) as flips, coalesce(sum(duration_ms), 0) as total_ms`;
const SUMS = `sum(runs) as runs, ${ENDS.map((end) => `sum(${end}) as ${end}`).join(', ')},
  sum(flips) as flips, sum(total_ms) as total_ms`;

/** Whether hours and days come to what their raw rows come to, where all of these are there; and so do all tasks together. */
export function isRolledUpRight(figures: Figures): boolean {
  const from = completeFrom(figures);
  return (['hour', 'day'] as const).every((key) => {
    const [table, at, raw] = key === 'hour' ? ['run_hours', 'hour', 'hour'] : ['run_days', 'at', 'day_at'];
    const direct = figures.get<Partial<TallyRow>>(`select ${COUNTS} from runs where ${raw} >= ?`, from);
    return ['=', '<>'].every((comparison) => {
      const rolled = `select ${SUMS} from ${table} where task ${comparison} ? and ${at} >= ?`;
      return isSame(figures.get<Partial<TallyRow>>(rolled, ALL_TASKS, from), direct);
    });
  });
}

function isSame(a: Partial<TallyRow> = {}, b: Partial<TallyRow> = {}): boolean {
  return Object.keys(b).every((name) => {
    const key = name as keyof TallyRow;
    return Number(a[key] ?? 0) === Number(b[key] ?? 0);
  });
}
