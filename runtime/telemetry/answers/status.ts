/** What is kept, and how large it is: measured, by the pages of the file. */
import type { TelemetryTier } from '#shared/nouns/insights.ts';
import type { TelemetrySettings } from '#shared/nouns/telemetry.ts';
import { isoAt } from '../../clock.ts';
import type { Figures } from '../figures/figures.ts';

const TIERS = [
  {
    tier: 'raw',
    tables: ['runs', 'samples'],
    ends: 'select min(ended_at) as a, max(ended_at) as z from runs',
  },
  {
    tier: 'hourly',
    tables: ['run_hours', 'event_hours', 'sample_hours'],
    ends: 'select min(hour) as a, max(hour) as z from run_hours',
  },
  {
    tier: 'daily',
    tables: ['run_days', 'event_days', 'sample_days', 'unusual'],
    ends: 'select min(at) as a, max(at) as z from run_days',
  },
] as const;

/** Reads every page's head once: some milliseconds for each ten megabytes. */
export function tiersOf(figures: Figures, settings: TelemetrySettings): TelemetryTier[] {
  // An index takes the room of its table's tier.
  const bytes = new Map(
    figures
      .all<{ name: string; bytes: number }>(
        `select coalesce(tbl_name, dbstat.name) as name, sum(pgsize) as bytes from dbstat
         left join sqlite_master on sqlite_master.name = dbstat.name group by 1`,
      )
      .map(({ name, bytes: size }) => [name, size]),
  );
  return TIERS.map(({ tier, tables, ends }) => {
    const rows = tables.map(
      (table) => figures.get<{ n: number }>(`select count(*) as n from ${table}`)?.n ?? 0,
    );
    const { a, z } = figures.get<{ a: number | null; z: number | null }>(ends) ?? { a: null, z: null };
    const told: TelemetryTier = {
      tier,
      kept: keptOf(tier, settings),
      rows: rows.reduce((sum, n) => sum + n, 0),
      bytes: tables.reduce((sum, table) => sum + (bytes.get(table) ?? 0), 0),
    };
    if (a !== null) told.from = isoAt(a);
    if (z !== null) told.to = isoAt(z);
    return told;
  });
}

export function countNoted(figures: Figures): number {
  return (
    figures.get<{ n: number | null }>("select sum(n) as n from event_days where name not like 'slot:%'")?.n ??
    0
  );
}

function keptOf(tier: TelemetryTier['tier'], { rawDays, hourlyDays, dailyDays }: TelemetrySettings): string {
  const days = { raw: rawDays, hourly: hourlyDays, daily: dailyDays }[tier];
  return days === null ? 'for ever' : `${days} days`;
}
