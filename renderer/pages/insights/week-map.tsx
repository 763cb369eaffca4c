/** When in the week runs end, and when they fail: weekday by hour. One stop for Tab; the arrow keys go from hour to hour. */
import { useId, useState } from 'react';
import type { WeekCell } from '#shared/nouns/insights.ts';
import { TableBox, TableButton } from '../../charts/table-button.tsx';
import { HourGrid, HOURS } from '../../ui/hour-grid.tsx';
import type { HourSpot } from '../../ui/hour-grid-keys.ts';
import { Empty } from '../../ui/page.tsx';
import { failedMark, levelsOf, WEEKDAYS, weekCellWords, weekPeaks, weekRows } from './week-grid.ts';

const LABEL = 'Runs and failures by weekday and hour';

export function WeekMap({ cells }: { cells: readonly WeekCell[] }) {
  const [shown, setShown] = useState<HourSpot>();
  const [table, setTable] = useState(false);
  const tableId = useId();
  const rows = weekRows(cells);
  const { busiest, worst } = weekPeaks(cells);
  const levelOf = levelsOf(cells);
  if (!busiest) return <Empty title="No run ended in this time." />;
  const pointed = shown && rows[shown.row]?.[shown.hour];
  return (
    <div className="max-w-[860px]">
      <ul aria-label="Legend" className="mb-1 flex flex-wrap gap-x-4 text-sm text-ink-2">
        <li className="flex items-center gap-1.5">
          fewer
          {[1, 2, 3, 4].map((level) => (
            <span key={level} aria-hidden className="week-cell week-swatch" data-level={level} />
          ))}
          more runs
        </li>
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="week-cell week-swatch" data-level="2" data-failed="some" />
          5% or more failed
        </li>
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="week-cell week-swatch" data-level="2" data-failed="much" />a quarter or
          more failed
        </li>
      </ul>
      <HourGrid
        label={LABEL}
        days={WEEKDAYS.map((name) => ({ name, short: name.slice(0, 3) }))}
        className="border-spacing-[2px] max-sm:border-spacing-px"
        onPoint={setShown}
        renderCell={({ row, hour }) => {
          const cell = rows[row]![hour]!;
          return {
            className: 'week-cell',
            'data-level': levelOf(cell.runs),
            'data-failed': failedMark(cell),
            'aria-label': cellWords(cell),
          };
        }}
      />
      <div className="chart-said">
        <p aria-hidden={pointed !== undefined} className="min-w-0 grow">
          {pointed
            ? cellWords(pointed)
            : `Most runs: ${hourWords(busiest)}.${worst ? ` Most failures: ${hourWords(worst)}.` : ' None failed.'}`}
        </p>
        <TableButton label={LABEL} open={table} id={tableId} onChange={setTable} />
      </div>
      {table ? (
        <TableBox id={tableId} label={LABEL}>
          <WeekTable cells={rows.flat().filter(({ runs }) => runs > 0)} />
        </TableBox>
      ) : null}
    </div>
  );
}

function WeekTable({ cells }: { cells: readonly WeekCell[] }) {
  return (
    <table className="chart-table">
      <caption className="sr-only">{LABEL}</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Hour</th>
          <th scope="col" className="text-right">
            Runs
          </th>
          <th scope="col" className="text-right">
            Failed
          </th>
        </tr>
      </thead>
      <tbody>
        {cells.map(({ weekday, hour, runs, failed }) => (
          <tr key={`${weekday} ${hour}`}>
            <th scope="row">{WEEKDAYS[weekday - 1]}</th>
            <td>{HOURS[hour]}:00</td>
            <td className="text-right">{runs.toLocaleString('en-GB')}</td>
            <td className={`text-right ${failed > 0 ? 'text-failed' : ''}`}>
              {failed.toLocaleString('en-GB')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cellWords(cell: WeekCell): string {
  return `${hourWords(cell)}: ${weekCellWords(cell)}`;
}

/** `Monday, 14:00 to 15:00`. */
function hourWords({ weekday, hour }: WeekCell): string {
  return `${WEEKDAYS[weekday - 1]}, ${HOURS[hour]}:00 to ${HOURS[hour + 1] ?? '24'}:00`;
}
