/** Days by hours. One stop for Tab; the arrow keys go from hour to hour, and what is pointed at or focused is told. */
import { useRef, useState, type ButtonHTMLAttributes, type KeyboardEvent, type SyntheticEvent } from 'react';
import { moveInHours, type HourSpot } from './hour-grid-keys.ts';

/** `00` to `23`. */
export const HOURS: readonly string[] = Array.from({ length: 24 }, (_, hour) =>
  String(hour).padStart(2, '0'),
);

interface Day {
  readonly name: string;
  /** Where there is little room. */
  readonly short: string;
}

type CellProps = ButtonHTMLAttributes<HTMLButtonElement> & Readonly<Record<`data-${string}`, unknown>>;

/** @param renderCell what the button of an hour is; its place and its stop for Tab come from here */
export function HourGrid({
  label,
  days,
  from = 0,
  className,
  renderCell,
  onPoint,
}: {
  label: string;
  days: readonly Day[];
  /** The day that Tab leads to first. */
  from?: number;
  /** Of the table: how far its cells stand apart. */
  className: string;
  renderCell: (spot: HourSpot) => CellProps;
  onPoint: (spot: HourSpot | undefined) => void;
}) {
  const grid = useRef<HTMLTableElement>(null);
  const [stop, setStop] = useState<HourSpot>({ row: from, hour: 0 });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
    const next = moveInHours(event.key, stop, days.length);
    if (!next) return;
    event.preventDefault();
    setStop(next);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next.row} ${next.hour}"]`)?.focus();
  };
  const onShow = ({ target }: SyntheticEvent): void => {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null;
    const [row, hour] = (cell?.dataset['cell'] ?? '').split(' ').map(Number);
    onPoint(cell && row !== undefined && hour !== undefined ? { row, hour } : undefined);
  };
  return (
    <table
      ref={grid}
      // The arrow keys go through it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
      role="grid"
      aria-label={label}
      className={`w-full table-fixed border-separate ${className}`}
      onKeyDown={onKeyDown}
      onFocus={onShow}
      onBlur={() => onPoint(undefined)}
      onPointerOver={onShow}
      onPointerLeave={() => onPoint(undefined)}
    >
      <thead>
        <tr className="text-xs text-ink-3">
          <th scope="col" className="w-[74px] max-sm:w-[40px]">
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
        {days.map(({ name, short }, row) => (
          <tr key={name}>
            <th scope="row" className="text-left text-xs font-normal whitespace-nowrap text-ink-3">
              <span className="max-sm:hidden">{name}</span>
              <span className="sm:hidden">{short}</span>
            </th>
            {HOURS.map((text, hour) => (
              <td key={text} className="p-0">
                <button
                  {...renderCell({ row, hour })}
                  type="button"
                  data-cell={`${row} ${hour}`}
                  tabIndex={stop.row === row && stop.hour === hour ? 0 : -1}
                  onFocus={() => setStop({ row, hour })}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
