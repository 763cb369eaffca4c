/**
 * Roll-ups against the rows they were made of, bucket by bucket: counted again by SQLite alone, with its own calendar. Two buckets
 * whose sum is right are two differences where each is wrong.
 */
import { DatabaseSync } from 'node:sqlite';
import { ENDS } from '#runtime/telemetry/figures/tally.ts';

export interface Compared {
  /** Values that were compared: one for each bucket and name. */
  readonly values: number;
  /** Sum of the differences. */
  readonly off: number;
  /** Some of them, for whoever looks for the fault. */
  readonly examples: readonly string[];
}

export interface ComparedTiers {
  readonly runs: Compared;
  readonly events: Compared;
}

type Counts = Map<string, number>;
interface CountRow {
  readonly key: string;
  readonly n: number;
}

const EXAMPLES = 5;
/** By the clock of the machine: the start of the hour, ms since 1970, and the day as 20260329. */
const BUCKETS = {
  hour: (at: string) =>
    `(${at} - ${at} % 1000 - 60000 * strftime('%M', ${at} / 1000, 'unixepoch', 'localtime')
      - 1000 * strftime('%S', ${at} / 1000, 'unixepoch', 'localtime'))`,
  day: (at: string) => `cast(strftime('%Y%m%d', ${at} / 1000, 'unixepoch', 'localtime') as integer)`,
} as const;
type Bucket = keyof typeof BUCKETS;

/**
 * @param files closed, or quiet
 * @param hoursFrom ms since 1970: hours before it may have gone by age, and are not looked at; days never go
 */
export function compareTiers(
  files: { readonly ledger: string; readonly figures: string },
  hoursFrom: number,
): ComparedTiers {
  using db = new DatabaseSync(files.ledger, { readOnly: true });
  db.prepare('attach ? as figures').run(files.figures);
  const upTo = Number(
    (db.prepare("select value from figures.marks where name = 'seq'").get() as { value: string }).value,
  );
  const tiers: [Bucket, number][] = [
    ['hour', hoursFrom],
    ['day', 0],
  ];
  return {
    runs: together(
      tiers.map(([bucket, from]) => compare(runsOf(db, bucket, from), runTier(db, bucket, from))),
    ),
    events: together(
      tiers.map(([bucket, from]) => compare(eventsOf(db, bucket, from, upTo), eventTier(db, bucket, from))),
    ),
  };
}

function countsOf(rows: readonly unknown[]): Counts {
  return new Map((rows as CountRow[]).map(({ key, n }) => [key, n]));
}

/** Of each task and of all together, by how they ended and all ends together. */
function runsOf(db: DatabaseSync, bucket: Bucket, from: number): Counts {
  const own = `select ${BUCKETS[bucket]('ended_at')} as bucket, coalesce(task, '') as task, state from main.runs where ended_at is not null`;
  return countsOf(
    db
      .prepare(
        `with own as (${own}), tasks as (select * from own union all select bucket, '*', state from own)
         select bucket || ' ' || task || ' ' || state as key, count(*) as n from tasks where bucket >= ?1 group by 1
         union all
         select bucket || ' ' || task || ' runs', count(*) from tasks where bucket >= ?1 group by 1`,
      )
      .all(from),
  );
}

function runTier(db: DatabaseSync, bucket: Bucket, from: number): Counts {
  const names = ['runs', ...ENDS];
  const each = names.map(
    (name) =>
      `select ${bucket} || ' ' || task || ' ${name}' as key, ${name} as n from figures.run_${bucket}s where ${bucket} >= ?1 and ${name} <> 0`,
  );
  return countsOf(db.prepare(each.join(' union all ')).all(from));
}

/** By type, and due moments by what became of them. */
function eventsOf(db: DatabaseSync, bucket: Bucket, from: number, upTo: number): Counts {
  const at = BUCKETS[bucket]('at');
  return countsOf(
    db
      .prepare(
        `select ${at} || ' ' || type as key, count(*) as n from main.events where ${at} >= ?1 and seq <= ?2 group by 1
         union all
         select ${at} || ' slot:' || (data ->> '$.state'), sum(coalesce(data ->> '$.count', 1)) from main.events
         where type = 'slot.decided' and data ->> '$.state' is not null and ${at} >= ?1 and seq <= ?2 group by 1`,
      )
      .all(from, upTo),
  );
}

function eventTier(db: DatabaseSync, bucket: Bucket, from: number): Counts {
  return countsOf(
    db
      .prepare(`select ${bucket} || ' ' || name as key, n from figures.event_${bucket}s where ${bucket} >= ?`)
      .all(from),
  );
}

function compare(wanted: Counts, found: Counts): Compared {
  const keys = new Set([...wanted.keys(), ...found.keys()]);
  const examples: string[] = [];
  let off = 0;
  for (const key of keys) {
    const [a, b] = [wanted.get(key) ?? 0, found.get(key) ?? 0];
    if (a === b) continue;
    off += Math.abs(a - b);
    if (examples.length < EXAMPLES) examples.push(`${key}: ${a} in the ledger, ${b} in the figures`);
  }
  return { values: keys.size, off, examples };
}

function together(parts: readonly Compared[]): Compared {
  return {
    values: parts.reduce((sum, { values }) => sum + values, 0),
    off: parts.reduce((sum, { off }) => sum + off, 0),
    examples: parts.flatMap(({ examples }) => examples).slice(0, EXAMPLES),
  };
}
