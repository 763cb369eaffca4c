/** A week of a task, day by hour: what its moments came to. One stop for Tab; the arrow keys go from hour to hour. */
import { useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import { learnClock } from '../../../live/machine-clock.ts';
import { useFetched } from '../../../live/use-fetched.ts';
import { client } from '../../../session/session.ts';
import { Mix } from '../../../ui/mix.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { cellWords, totalOf } from '../../../words/slot-state.ts';
import { instantOf, shortDay } from '../../../words/zone.ts';
import { heatRows, heatTotal, moveHeat, type HeatRow, type HeatSpot } from './heat-grid.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

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
  const grid = useRef<HTMLTableElement>(null);
  const [stop, setStop] = useState<HeatSpot>({ row: rows.length - 1, hour: 0 });
  const [shown, setShown] = useState<HeatSpot>();
  const total = heatTotal(rows);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
    const next = moveHeat(event.key, stop, rows.length);
    if (!next) return;
    event.preventDefault();
    setStop(next);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next.row} ${next.hour}"]`)?.focus();
  };
  const onShow = ({ target }: SyntheticEvent): void => {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null;
    const [row, hour] = (cell?.dataset['cell'] ?? '').split(' ').map(Number);
    setShown(cell && row !== undefined && hour !== undefined ? { row, hour } : undefined);
  };
  const row = shown && rows[shown.row];
  return (
    <div className="mb-4 max-w-[760px]">
      <table
        ref={grid}
        // The arrow keys go through it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        aria-label="The last 7 days, by hour"
        className="w-full table-fixed border-separate border-spacing-[2px]"
        onKeyDown={onKeyDown}
        onFocus={onShow}
        onBlur={() => setShown(undefined)}
        onPointerOver={onShow}
        onPointerLeave={() => setShown(undefined)}
      >
        <thead>
          <tr className="text-xs text-ink-3">
            <th scope="col" className="w-[68px] max-sm:w-[44px]">
              <span className="sr-only">Day</span>
            </th>
            {HOURS.map((hour, index) => (
              <th key={hour} scope="col" className="font-normal">
                <span className={index % 3 === 0 ? '' : 'sr-only'}>{hour}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ day, hours }, index) => (
            <tr key={day}>
              <th scope="row" className="text-left text-xs font-normal whitespace-nowrap text-ink-3">
                <span className="max-sm:hidden">{shortDay(day)}</span>
                <span className="sm:hidden">{shortDay(day).replace(/ \w+$/, '')}</span>
              </th>
              {hours.map((counts, hour) => (
                // Hours have no identity but their place.
                // oxlint-disable-next-line react/no-array-index-key
                <td key={hour} className="p-0">
                  <button
                    type="button"
                    data-cell={`${index} ${hour}`}
                    tabIndex={stop.row === index && stop.hour === hour ? 0 : -1}
                    aria-label={`${shortDay(day)}, ${HOURS[hour]}:00: ${cellWords(counts)}`}
                    className="heat-cell"
                    onFocus={() => setStop({ row: index, hour })}
                    onClick={() => onAsk({ day, hour })}
                  >
                    {totalOf(counts) > 0 ? <Mix counts={counts} /> : null}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p aria-hidden={row !== undefined} className="mt-1 min-h-[18px] text-sm text-ink-2">
        {row && shown
          ? `${shortDay(row.day)}, ${HOURS[shown.hour]}:00 to ${shown.hour + 1 === 24 ? '24' : HOURS[shown.hour + 1]}:00: ${cellWords(row.hours[shown.hour] ?? {})}`
          : `In 7 days ${cellWords(total)}`}
      </p>
    </div>
  );
}
