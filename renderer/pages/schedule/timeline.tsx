/**
 * A day as rows of tasks. Only the rows in sight are in the document. It is one stop for Tab; the arrow keys go from
 * mark to mark, Enter opens what stands behind one.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import type { Pause } from '#shared/nouns/slot.ts';
import type { Task } from '#shared/nouns/task.ts';
import { useWidth } from '../../ui/use-width.ts';
import { hourTicks, type Range } from '../../words/zone.ts';
import { holds } from '../pauses/pause-words.ts';
import { Bands, pauseBands, type Band } from './bands.tsx';
import { HoverCard } from './hover-card.tsx';
import { NowLabel, NowLine } from './now-line.tsx';
import { moveSpot, type Spot } from './roving.ts';
import { groupsOf, placeOf, type Group, type Point, type TaskRow } from './timeline-layout.ts';
import { ROW_HEIGHT, TimelineRow } from './timeline-row.tsx';
import { useHovered } from './use-hovered.ts';

/** Pixels. */
const HEAD = 30;
/** Pixels of the names and the edges (styles/schedule.css). */
const NAMES = 246;
const NO_BANDS: readonly Band[] = [];

export interface Selection {
  readonly task: string;
  readonly from: number;
  readonly to: number;
  /** Only this one of that time. */
  readonly point?: Point;
}

export interface TimelineProps {
  readonly label: string;
  readonly rows: readonly TaskRow[];
  readonly tasks: readonly Task[] | undefined;
  /** Behind all rows. */
  readonly bands: readonly Band[];
  /** Of single tasks and tags. */
  readonly pauses: readonly Pause[];
  readonly day: Range;
  readonly tz: string;
  /** Pixels that rows would have without the details beside them: opening those moves no mark into another group. */
  readonly room: number;
  readonly selected: Selection | undefined;
  readonly onSelect: (selection: Selection) => void;
}

export function Timeline(props: TimelineProps) {
  const { label, rows, tasks, bands, pauses, day, tz, room, selected, onSelect } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const width = useWidth(track);
  const [spot, setSpot] = useState<Spot>({ row: 0, mark: -1 });
  const toFocus = useRef<Spot>(undefined);
  const { hovered, show, keep, hideSoon, hide } = useHovered();

  const groups = useMemo(
    () => rows.map(({ points }) => groupsOf(points, day, room - NAMES)),
    [rows, day, room],
  );
  const byId = useMemo(() => new Map(tasks?.map((task) => [task.id, task])), [tasks]);
  const choose = useMemo(
    () =>
      rows.map(
        ({ task }) =>
          ({ shape, from, to }: Group) =>
            // The moment at which a bar ends is of the next one.
            onSelect({ task, from, to: shape === 'bar' ? to - 1 : to }),
      ),
    [rows, onSelect],
  );
  const own = useMemo(
    () =>
      new Map(
        rows.map(({ task }) => {
          const held = { id: task, tags: byId.get(task)?.tags ?? [] };
          const holding = pauses.filter(({ scope }) => holds(scope, held));
          return [task, holding.length > 0 ? pauseBands(holding) : NO_BANDS];
        }),
      ),
    [rows, pauses, byId],
  );
  // oxlint-disable-next-line react/incompatible-library -- no compiler runs here; the virtualizer is meant to be read anew
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.task ?? index,
    scrollMargin: HEAD,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();

  // A row that went, or was scrolled away, cannot be where Tab leads: the first in sight is, then.
  const shown = items.some(({ index }) => index === spot.row);
  const stop: Spot = shown
    ? { row: spot.row, mark: Math.min(spot.mark, (groups[spot.row]?.length ?? 0) - 1) }
    : { row: items[0]?.index ?? 0, mark: -1 };
  useEffect(() => {
    const wanted = toFocus.current;
    if (!wanted) return;
    toFocus.current = undefined;
    stopAt(scroller.current, wanted)?.focus();
  }, [spot]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
    const at = spotOf(event);
    if (event.key === 'Escape') hide();
    if (!at) return;
    const lanes = groups.map((lane) => lane.map(({ from }) => from));
    const next = moveSpot(event.key, at, lanes);
    if (!next) return;
    event.preventDefault();
    toFocus.current = next;
    setSpot(next);
  };
  const onOver = (event: SyntheticEvent, delayed: boolean): void => {
    const at = spotOf(event);
    const group = at && groups[at.row]?.[at.mark];
    const title = at && rows[at.row]?.title;
    if (group && title !== undefined) {
      const anchor = (event.target as Element).closest('[data-mark]')?.getBoundingClientRect();
      if (anchor) show({ title, group, anchor }, delayed);
    } else hideSoon();
  };

  // The focus scrolls its mark into sight, and the tooltip goes with it; what the pointer was on has moved away.
  const onScroll = (): void => {
    const anchor = document.activeElement?.closest('[data-mark]:focus-visible')?.getBoundingClientRect();
    if (hovered && anchor) show({ ...hovered, anchor }, false);
    else hide();
  };

  const ticks = hourTicks(day, tz);
  const perHour = width / 24;
  const every = perHour >= 28 ? 1 : perHour >= 16 ? 2 : 3;
  return (
    <>
      {/* The listeners serve the marks, which have the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus, jsx-a11y/mouse-events-have-key-events */}
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const at = spotOf(event);
          if (at) setSpot(at);
          if ((event.target as Element).matches(':focus-visible')) onOver(event, false);
        }}
        onBlur={hideSoon}
        onPointerOver={(event) => {
          if (event.pointerType !== 'touch') onOver(event, true);
        }}
        onPointerLeave={hideSoon}
        onScroll={onScroll}
        className="timeline relative flex min-h-0 grow scroll-pt-[34px] flex-col overflow-y-auto"
      >
        <div
          aria-hidden
          className="sticky top-0 z-10 shrink-0 border-b border-line bg-bg text-xs text-ink-3"
          style={{ height: HEAD }}
        >
          <div className="timeline-track" ref={track}>
            <Bands bands={bands} day={day} tz={tz} titled />
            {ticks.map(({ at, hour }) =>
              hour % every === 0 ? (
                <span
                  key={at}
                  className="pointer-events-none absolute bottom-[5px] -translate-x-1/2"
                  style={{ left: `${placeOf(at, day)}%` }}
                >
                  {String(hour).padStart(2, '0')}
                </span>
              ) : null,
            )}
            <NowLabel day={day} tz={tz} />
          </div>
        </div>
        <div
          role="presentation"
          className="relative shrink-0 grow"
          style={{ minHeight: virtual.getTotalSize() }}
        >
          <div className="timeline-track" aria-hidden>
            <Bands bands={bands} day={day} tz={tz} />
            {ticks.map(({ at }) => (
              <div
                key={at}
                className="absolute inset-y-0 border-l border-line"
                style={{ left: `${placeOf(at, day)}%` }}
              />
            ))}
          </div>
          {items.map((item) => {
            const row = rows[item.index];
            return row ? (
              <TimelineRow
                key={item.key}
                index={item.index}
                top={item.start - HEAD}
                task={row.task}
                title={row.title}
                gone={tasks !== undefined && !byId.has(row.task)}
                groups={groups[item.index] ?? []}
                bands={own.get(row.task) ?? NO_BANDS}
                day={day}
                tz={tz}
                stop={item.index === stop.row ? stop.mark : undefined}
                openAt={selected?.task === row.task ? selected.from : undefined}
                hovered={hovered && indexOrNone(groups[item.index], hovered.group)}
                onChoose={choose[item.index] ?? ignore}
              />
            ) : null;
          })}
          <div className="timeline-track pointer-events-none" aria-hidden>
            <NowLine day={day} />
          </div>
        </div>
      </div>
      {hovered ? <HoverCard hovered={hovered} tz={tz} onEnter={keep} onLeave={hideSoon} /> : null}
    </>
  );
}

function ignore(): void {
  // A row that is not there any more has nothing to open.
}

function indexOrNone(groups: readonly Group[] | undefined, group: Group): number | undefined {
  const index = groups?.indexOf(group) ?? -1;
  return index < 0 ? undefined : index;
}

/** Where in the grid an event happened. */
function spotOf({ target }: SyntheticEvent): Spot | undefined {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-mark]') : null;
  return element ? { row: Number(element.dataset['row']), mark: Number(element.dataset['mark']) } : undefined;
}

function stopAt(grid: HTMLElement | null, { row, mark }: Spot): HTMLElement | null {
  return grid?.querySelector<HTMLElement>(`[data-row="${row}"][data-mark="${mark}"]`) ?? null;
}
