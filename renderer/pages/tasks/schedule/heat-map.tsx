/** A week of a task, day by hour: what its moments came to. One stop for Tab; the arrow keys go from hour to hour. */
import { useState } from 'react';
import { learnClock } from '../../../live/machine-clock.ts';
import { useFetched } from '../../../live/use-fetched.ts';
import { client } from '../../../session/session.ts';
import { HourGrid, HOURS } from '../../../ui/hour-grid.tsx';
import type { HourSpot } from '../../../ui/hour-grid-keys.ts';
import { Mix } from '../../../ui/mix.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { cellWords, totalOf } from '../../../words/slot-state.ts';
import { instantOf, shortDay } from '../../../words/zone.ts';
import { heatRows, heatTotal, type HeatRow } from './heat-grid.ts';

/** @param onAsk given the moment at which an hour begins, ISO 8601 */
export function HeatMap({ task, onAsk }: { task: string; onAsk: (at: string) => void }) {
  const { value, error } = useFetched(`heat ${task}`, async (signal) => {
    const heat = await client.getHeat({ params: { task }, query: { days: 7 } }, { signal });
    learnClock(heat);
    return heat;
  });
  if (!value) return error ? <Problem error={error} className="mb-4" /> : null;
  return (
    <Grid
      rows={heatRows(value.days, value.cells)}
      onAsk={({ day, hour }) => onAsk(new Date(instantOf(day, hour, 0, value.tz)).toISOString())}
    />
  );
}

function Grid({
  rows,
  onAsk,
}: {
  rows: readonly HeatRow[];
  onAsk: (cell: { day: string; hour: number }) => void;
}) {
  const [shown, setShown] = useState<HourSpot>();
  const total = heatTotal(rows);
  const row = shown && rows[shown.row];
  return (
    <div className="mb-4 max-w-[760px]">
      <HourGrid
        label="The last 7 days, by hour"
        days={rows.map(({ day }) => ({ name: shortDay(day), short: shortDay(day).replace(/ \w+$/, '') }))}
        from={rows.length - 1}
        className="border-spacing-[2px]"
        onPoint={setShown}
        renderCell={({ row: place, hour }) => {
          const { day, hours } = rows[place]!;
          const counts = hours[hour] ?? {};
          return {
            className: 'heat-cell',
            'aria-label': `${shortDay(day)}, ${HOURS[hour]}:00: ${cellWords(counts)}`,
            onClick: () => onAsk({ day, hour }),
            children: totalOf(counts) > 0 ? <Mix counts={counts} /> : null,
          };
        }}
      />
      <p aria-hidden={row !== undefined} className="mt-1 min-h-[18px] text-sm text-ink-2">
        {row && shown
          ? `${shortDay(row.day)}, ${HOURS[shown.hour]}:00 to ${shown.hour + 1 === 24 ? '24' : HOURS[shown.hour + 1]}:00: ${cellWords(row.hours[shown.hour] ?? {})}`
          : `In 7 days ${cellWords(total)}`}
      </p>
    </div>
  );
}
