/** Due moments that did not become a run, why, and the times in which nothing could. */
import type { DatabaseSync } from 'node:sqlite';
import type { Away, KnownTask, LostSlots, ReportFacts } from '../facts.ts';
import type { Period } from '../period.ts';

const MOST = 40;

export function gatherSlots(
  db: DatabaseSync,
  { from, to }: Period,
  tasks: ReadonlyMap<string, KnownTask>,
): Pick<ReportFacts, 'slots' | 'moreSlots' | 'caughtUp'> {
  const rows = db
    .prepare(
      // The moment a reason names differs from slot to slot: its code says whether it is the same one.
      `select task, state as outcome, code, min(reason) as reason, count(distinct reason) as reasons,
              sum(count) as count, min(due) as first, max(last_due) as last
       from slots where due >= ? and due < ? and state in ('missed', 'skipped', 'blocked')
       group by task, state, code order by sum(count) desc, task`,
    )
    .all(from, to) as unknown as (LostSlots & { readonly code: string; readonly reasons: number })[];
  const caughtUp = db
    .prepare(
      `select coalesce(sum(count), 0) as n from slots where due >= ? and due < ? and state = 'caught_up'`,
    )
    .get(from, to) as { n: number };
  const slots = rows.map(({ task, outcome, reason, reasons, count, first, last }) => ({
    task: tasks.get(task)?.title ?? task,
    outcome,
    reason: reasons === 1 ? reason : `${reason}, and ${reasons - 1} more like it`,
    count,
    first,
    last,
  }));
  return {
    slots: slots.slice(0, MOST),
    moreSlots: slots.slice(MOST).reduce((sum, { count }) => sum + count, 0),
    caughtUp: caughtUp.n,
  };
}

export function gatherAway(db: DatabaseSync, { from, to }: Period): Away[] {
  const rows = db
    .prepare('select kind, from_at, to_at from away where to_at > ? and from_at < ? order by from_at')
    .all(from, to) as { kind: Away['kind']; from_at: number; to_at: number }[];
  return [...Map.groupBy(rows, ({ kind }) => kind)].map(([kind, all]) => {
    const spans = all.map(({ from_at, to_at }) => ({
      from: Math.max(from, from_at),
      to: Math.min(to, to_at),
    }));
    const longest = spans.reduce((most, span) => (span.to - span.from > most.to - most.from ? span : most));
    return {
      kind,
      times: spans.length,
      ms: spans.reduce((sum, span) => sum + span.to - span.from, 0),
      longest,
    };
  });
}
