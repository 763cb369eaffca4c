/** What kept the machine awake in a time, what could not, and when it slept. */
import type { DatabaseSync } from 'node:sqlite';
import type { PowerFacts } from '../facts.ts';
import type { Period } from '../period.ts';

const MOST = 6;

interface Span {
  readonly from: number;
  readonly to: number;
}

export function gatherPower(db: DatabaseSync, { from, to }: Period, now: number): PowerFacts {
  const end = Math.min(to, now);
  const within = (span: Span): Span => ({ from: Math.max(from, span.from), to: Math.min(end, span.to) });
  const spans = (
    db
      .prepare(
        `select reason, not_held_because as because, from_at, to_at from hold_spans
         where (to_at is null or to_at > ?) and from_at < ?`,
      )
      .all(from, end) as { reason: string; because: string | null; from_at: number; to_at: number | null }[]
  ).map(({ reason, because, from_at, to_at }) => {
    const { from: since, to: until } = within({ from: from_at, to: to_at ?? end });
    return { reason, because, from: since, to: until };
  });
  const held = spans.filter(({ because }) => because === null);
  const refused = spans.filter(({ because }) => because !== null);
  const sleeps = (
    db
      .prepare(
        `select from_at as "from", to_at as "to" from sleeps where to_at > ? and from_at < ? and kind = 'sleep'`,
      )
      .all(from, end) as unknown as Span[]
  ).map(within);
  return {
    heldMs: union(held),
    holders: [...Map.groupBy(held, ({ reason }) => reason)]
      .map(([reason, all]) => ({ reason, ms: union(all) }))
      .toSorted((a, b) => b.ms - a.ms)
      .slice(0, MOST),
    refused: [...Map.groupBy(refused, ({ reason, because }) => JSON.stringify([reason, because]))]
      .map(([, all]) => ({ reason: all[0]!.reason, because: all[0]!.because!, ms: union(all) }))
      .toSorted((a, b) => b.ms - a.ms)
      .slice(0, MOST),
    sleptMs: union(sleeps),
    sleeps: sleeps.length,
    batteryMs: onBattery(db, { from, to: end }),
  };
}

/** ms that at least one of them covers. */
export function union(spans: readonly Span[]): number {
  let covered = 0;
  let reached = -Infinity;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (to <= reached) continue;
    covered += to - Math.max(from, reached);
    reached = to;
  }
  return covered;
}

function onBattery(db: DatabaseSync, { from, to }: Span): number {
  const before = db
    .prepare('select at, source from power_sources where at <= ? order by at desc limit 1')
    .get(from) as { at: number; source: string } | undefined;
  const within = db
    .prepare('select at, source from power_sources where at > ? and at < ? order by at')
    .all(from, to) as { at: number; source: string }[];
  const readings = [...(before ? [{ ...before, at: from }] : []), ...within];
  return readings.reduce(
    (sum, { at, source }, index) => (source === 'battery' ? sum + (readings[index + 1]?.at ?? to) - at : sum),
    0,
  );
}
