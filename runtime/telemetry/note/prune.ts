/** Removes figures that are older than is kept, a few at a time. */
import { setImmediate as turn } from 'node:timers/promises';
import type { TelemetrySettings } from '#shared/nouns/telemetry.ts';
import type { Figures } from '../figures/figures.ts';
import { DAY_MS } from '../figures/place.ts';

const BATCH = 2_000;

/** @param now ms since 1970 */
export async function prune(
  figures: Figures,
  { rawDays, hourlyDays, dailyDays }: TelemetrySettings,
  now: number,
  isEnough: () => boolean = () => false,
): Promise<void> {
  const raw = now - rawDays * DAY_MS;
  const hours = now - hourlyDays * DAY_MS;
  // Noted before anything goes: from here on, no hour and no day is made anew of rows that are not all there.
  if (raw > Number(figures.mark('raw_from') ?? 0))
    figures.write(() => figures.setMark('raw_from', String(raw)));
  const removals: [string, number][] = [
    [
      'delete from runs where (run, queued_at) in (select run, queued_at from runs where ended_at < ? limit ?)',
      raw,
    ],
    ['delete from samples where (at, gauge) in (select at, gauge from samples where at < ? limit ?)', raw],
    [
      'delete from run_hours where (hour, task) in (select hour, task from run_hours where hour < ? limit ?)',
      hours,
    ],
    [
      'delete from event_hours where (hour, name) in (select hour, name from event_hours where hour < ? limit ?)',
      hours,
    ],
    [
      'delete from sample_hours where (hour, gauge) in (select hour, gauge from sample_hours where hour < ? limit ?)',
      hours,
    ],
  ];
  if (dailyDays !== null) {
    const days = now - dailyDays * DAY_MS;
    removals.push(
      [
        'delete from run_days where (day, task) in (select day, task from run_days where at < ? limit ?)',
        days,
      ],
      [
        'delete from event_days where (day, name) in (select day, name from event_days where at < ? limit ?)',
        days,
      ],
      [
        'delete from sample_days where (day, gauge) in (select day, gauge from sample_days where at < ? limit ?)',
        days,
      ],
      [
        'delete from unusual where (run, queued_at) in (select run, queued_at from unusual where at < ? limit ?)',
        days,
      ],
    );
  }
  for (const [sql, before] of removals)
    while (!isEnough() && figures.write(() => figures.run(sql, before, BATCH)) === BATCH) await turn();
}
