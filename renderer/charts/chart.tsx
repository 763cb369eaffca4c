/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a chart cannot be drawn in an <input> */
/**
 * A chart over time. One stop for Tab, where the arrow keys move a cursor whose values are said; the same numbers are
 * behind it as a table.
 */
import { useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import 'uplot/dist/uPlot.min.css';
import { useWidth } from '../ui/use-width.ts';
import type { Range } from '../words/zone.ts';
import { moveCursor, pointWords, type Band, type ChartData } from './chart-data.ts';
import { ChartTable } from './chart-table.tsx';
import { TableButton } from './table-button.tsx';
import { Legend } from './legend.tsx';
import { useColors } from './theme-colors.ts';
import { usePlot } from './use-plot.ts';

const NO_STOPS: readonly number[] = [];

export interface ChartProps {
  /** Its heading, where it has one. */
  readonly title?: string;
  /** What it shows, for a screen reader and the table's caption. */
  readonly label: string;
  readonly data: ChartData;
  readonly range: Range;
  readonly tz: string;
  readonly height?: number;
  readonly log?: boolean;
  /** The same object for as long as it is the same. */
  readonly band?: Band | undefined;
  /** Moments of note: the up and down keys go from one to the next. */
  readonly stops?: readonly number[];
  /** A way on from a moment, beside what is said of it. */
  readonly renderAside?: (index: number) => ReactNode;
  /** What Enter, or a click, does at a moment. */
  readonly onOpen?: (index: number) => void;
  /** What the line below says while nothing is pointed at. */
  readonly summary?: ReactNode;
}

export function Chart({
  title,
  label,
  data,
  range: { from, to },
  tz,
  height = 170,
  log = false,
  band,
  stops = NO_STOPS,
  renderAside,
  onOpen,
  summary,
}: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const colors = useColors();
  // What the pointer shows goes with it; what the keys or a click chose stays.
  const hovered = useRef(false);
  const [pointed, setPointed] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number>();
  const [table, setTable] = useState(false);
  const tableId = useId();
  const last = data.at.length - 1;
  const cursor = chosen === undefined ? undefined : Math.min(chosen, last);
  const spec = useMemo(
    () => ({
      data,
      range: { from, to },
      tz,
      colors,
      height,
      log,
      band,
      onPoint: (index: number | null) => {
        if (hovered.current) setPointed(index);
      },
    }),
    [data, from, to, tz, colors, height, log, band],
  );
  usePlot(box, spec, width, pointed === null ? cursor : null);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
    const next = moveCursor(event.key, cursor, { length: data.at.length, stops });
    if (next !== undefined) {
      setPointed(null);
      setChosen(next);
    } else if (event.key === 'Escape' && cursor !== undefined) setChosen(undefined);
    else if (event.key === 'Enter' && cursor !== undefined && onOpen) onOpen(cursor);
    else return;
    event.preventDefault();
  };
  const shown = pointed ?? cursor;
  const words = shown === undefined ? undefined : pointWords(data, shown);
  return (
    <figure className="chart" aria-label={label}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        {title === undefined ? null : <h3 className="font-medium">{title}</h3>}
        <Legend series={data.series} band={band} />
      </div>
      <div
        ref={box}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={data.at.length}
        aria-valuenow={(cursor ?? last) + 1}
        aria-valuetext={cursor === undefined ? 'the arrow keys go through it' : pointWords(data, cursor)}
        className="chart-box"
        style={{ height }}
        onKeyDown={onKeyDown}
        onPointerEnter={() => (hovered.current = true)}
        onPointerLeave={() => {
          hovered.current = false;
          setPointed(null);
        }}
        onClick={() => {
          if (pointed !== null) setChosen(pointed);
          if (pointed !== null && onOpen) onOpen(pointed);
        }}
      />
      <figcaption className="chart-said">
        {/* What is pointed at is said by the slider. */}
        <span className="min-w-0 grow" aria-hidden={words !== undefined}>
          {words ?? summary}
        </span>
        {shown === undefined ? null : renderAside?.(shown)}
        <TableButton label={label} open={table} id={tableId} onChange={setTable} />
      </figcaption>
      {table ? <ChartTable id={tableId} label={label} data={data} /> : null}
    </figure>
  );
}
