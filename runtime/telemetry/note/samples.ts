/** Gauges as they were seen: raw, and what they come to in their hour and day. */
import type { Zone } from '../../schedule/zone.ts';
import type { Figures } from '../figures/figures.ts';
import { placeOf } from '../figures/place.ts';

export type Gauges = Readonly<Record<string, number>>;

/** @param at ms since 1970; what was seen at the same moment before counts, not this */
export function noteSample(figures: Figures, at: number, gauges: Gauges, zone: Zone): void {
  const { hour, day, dayAt } = placeOf(at, zone);
  figures.write(() => {
    for (const [name, value] of Object.entries(gauges)) {
      const gauge = gaugeId(figures, name);
      const isNew = figures.run(
        'insert or ignore into samples (at, gauge, value) values (?, ?, ?)',
        at,
        gauge,
        value,
      );
      if (isNew === 0) continue;
      roll(figures, 'sample_hours', 'hour, gauge', [hour, gauge], at, value);
      roll(figures, 'sample_days', 'day, gauge, at', [day, gauge, dayAt], at, value);
    }
  });
}

function roll(
  figures: Figures,
  tier: 'sample_hours' | 'sample_days',
  columns: string,
  place: readonly number[],
  at: number,
  value: number,
): void {
  const key = tier === 'sample_hours' ? 'hour, gauge' : 'day, gauge';
  figures.run(
    `insert into ${tier} (${columns}, n, sum, low, high, last, last_at)
     values (${place.map(() => '?').join(', ')}, 1, ?, ?, ?, ?, ?)
     on conflict (${key}) do update set n = n + 1, sum = sum + excluded.sum, low = min(low, excluded.low),
       high = max(high, excluded.high),
       last = case when excluded.last_at >= last_at then excluded.last else last end,
       last_at = max(last_at, excluded.last_at)`,
    ...place,
    value,
    value,
    value,
    value,
    at,
  );
}

function gaugeId(figures: Figures, name: string): number {
  const found = figures.get<{ id: number }>('select id from gauges where name = ?', name);
  if (found) return found.id;
  figures.run('insert into gauges (name) values (?)', name);
  return gaugeId(figures, name);
}
