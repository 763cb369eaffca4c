/** Adds runs to their hours and days. What is added is gathered first: each row is read and written once a batch. */
import type { Figures } from './figures.ts';
import type { NotedFacts } from './run-facts.ts';
import { Tally, TALLY_COLUMNS, type TallyRow } from './tally.ts';

interface Bucket {
  readonly key: number;
  readonly task: string;
  /** Of an hour its place in the week, of a day when it begins. */
  readonly extra: number;
  readonly tally: Tally;
}

const TIERS = {
  run_hours: { key: 'hour', extra: 'cell' },
  run_days: { key: 'day', extra: 'at' },
} as const;
export type Tier = keyof typeof TIERS;

/** In place of a task: all of them, work orders included. No task is called that. */
export const ALL_TASKS = '*';

export class RollUp {
  readonly #tiers: Record<Tier, Map<string, Bucket>> = { run_hours: new Map(), run_days: new Map() };

  add(facts: NotedFacts): void {
    this.addTo('run_hours', facts);
    this.addTo('run_days', facts);
  }

  /** @param times -1 takes away a run that was added before with the same facts */
  addTo(tier: Tier, facts: NotedFacts, times: 1 | -1 = 1): void {
    const [key, extra] = tier === 'run_hours' ? [facts.hour, facts.cell] : [facts.day, facts.dayAt];
    for (const task of [facts.task, ALL_TASKS])
      bucketOf(this.#tiers[tier], key, task, extra).tally.addRun(facts, times);
  }

  /** Within a transaction of the caller's. */
  write(figures: Figures): void {
    for (const tier of ['run_hours', 'run_days'] as const) {
      for (const bucket of this.#tiers[tier].values()) merge(figures, tier, bucket);
      this.#tiers[tier].clear();
    }
  }
}

function bucketOf(buckets: Map<string, Bucket>, key: number, task: string, extra: number): Bucket {
  const name = `${key} ${task}`;
  let bucket = buckets.get(name);
  if (!bucket) buckets.set(name, (bucket = { key, task, extra, tally: new Tally() }));
  return bucket;
}

const QUESTION_MARKS = TALLY_COLUMNS.map(() => '?').join(', ');

function merge(figures: Figures, tier: Tier, { key, task, extra, tally }: Bucket): void {
  const names = TIERS[tier];
  const before = figures.get<TallyRow>(
    `select ${TALLY_COLUMNS.join(', ')} from ${tier} where ${names.key} = ? and task = ?`,
    key,
    task,
  );
  if (before) tally.addRow(before);
  if (tally.sums.runs === 0) {
    figures.run(`delete from ${tier} where ${names.key} = ? and task = ?`, key, task);
    return;
  }
  figures.run(
    `insert or replace into ${tier} (${names.key}, task, ${names.extra}, ${TALLY_COLUMNS.join(', ')})
     values (?, ?, ?, ${QUESTION_MARKS})`,
    key,
    task,
    extra,
    ...tally.values(),
  );
}
