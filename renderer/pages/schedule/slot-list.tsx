/** The slots of a day, newest first, for narrow pages, for screen readers, and for whoever likes lists. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { TONE_TEXT } from '../../ui/tone.ts';
import { useNarrow } from '../../ui/narrow.ts';
import { Empty } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SlotIcon } from '../../ui/slot-icon.tsx';
import { MARK_WORDS, type Outcome } from '../../words/slot-state.ts';
import { clockAt, type Range } from '../../words/zone.ts';
import { pointWords, whyWords } from './group-words.ts';
import type { Selection } from './timeline.tsx';
import { pointsOf, type Point } from './timeline-layout.ts';
import { useSlots } from './use-slots.ts';

/** How many rows before the end the next page is asked for. */
const AHEAD = 100;
const COLUMNS = 'md:grid-cols-[64px_190px_minmax(0,1fr)_minmax(0,1.5fr)_64px]';

export interface SlotListProps {
  readonly day: Range;
  readonly tz: string;
  readonly outcome: Outcome;
  /** Only of this task. */
  readonly task: string | undefined;
  /** The moments to come, for the filter that asks for them. */
  readonly upcoming: readonly Point[];
  readonly titleOf: (task: string) => string;
  readonly selected: Selection | undefined;
  readonly onSelect: (selection: Selection) => void;
}

export function SlotList({ day, tz, outcome, task, upcoming, titleOf, selected, onSelect }: SlotListProps) {
  const { pages, error, more } = useSlots(day, outcome, task);
  const points = useMemo((): readonly Point[] | undefined => {
    if (outcome === 'upcoming')
      return upcoming
        .filter((point) => task === undefined || point.task === task)
        .sort((a, b) => a.at - b.at);
    const all = pages && pointsOf(pages.slots, []);
    return outcome === 'failed' ? all?.filter(({ mark }) => mark === 'failed') : all;
  }, [outcome, task, upcoming, pages]);
  const next = outcome === 'upcoming' ? undefined : pages?.next;
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useNarrow();
  const size = points?.length ?? 0;
  // oxlint-disable-next-line react/incompatible-library -- no compiler runs here; the virtualizer is meant to be read anew
  const rows = useVirtualizer({
    count: size,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? 54 : 32),
    getItemKey: (index) => points?.[index]?.key ?? index,
    overscan: 10,
    paddingEnd: 16,
  });
  useEffect(() => rows.measure(), [rows, isNarrow]);
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (next !== undefined && last > size - AHEAD) more();
  });
  if (!points && error) return <Problem error={error} className="px-4 py-6 md:px-6" />;
  if (points?.length === 0 && next === undefined)
    return (
      <div className="px-4 py-6 md:px-6">
        <Empty title={EMPTY[outcome] ?? 'No slot of that day came to this.'} />
      </div>
    );
  return (
    <>
      <div
        aria-hidden
        className={`grid shrink-0 gap-x-4 border-b border-line px-4 py-1 text-sm text-ink-3 max-md:hidden md:px-6 ${COLUMNS}`}
      >
        <span>Due</span>
        <span>Outcome</span>
        <span>Task</span>
        <span>Reason</span>
        <span className="text-right">Run</span>
      </div>
      {/* The keyboard scrolls it even where no row is focused. */}
      <section
        ref={scroller}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label="List of slots"
        className="min-h-0 grow overflow-y-auto -outline-offset-2"
      >
        <ul aria-label="Slots" className="relative" style={{ height: rows.getTotalSize() }}>
          {items.map((item) => {
            const point = points?.[item.index];
            return point ? (
              <li
                key={item.key}
                aria-setsize={next === undefined ? size : -1}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                <Row
                  point={point}
                  title={point.upcoming?.title ?? titleOf(point.task)}
                  tz={tz}
                  open={selected?.point?.key === point.key}
                  onOpen={() => onSelect({ task: point.task, from: point.at, to: point.at, point })}
                />
              </li>
            ) : null;
          })}
        </ul>
      </section>
    </>
  );
}

const EMPTY: Partial<Record<Outcome, string>> = {
  all: 'Nothing was due on this day so far.',
  upcoming: 'Nothing more is due on this day.',
};

function Row({
  point,
  title,
  tz,
  open,
  onOpen,
}: {
  point: Point;
  title: string;
  tz: string;
  open: boolean;
  onOpen: () => void;
}) {
  const { tone } = MARK_WORDS[point.mark];
  const why = whyWords(point) ?? '';
  const run = point.slot?.run;
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={onOpen}
      className={`grid h-full w-full grid-cols-[44px_minmax(0,1fr)_auto] items-center gap-x-3 border-b border-line px-4 text-left -outline-offset-2 hover:bg-hover max-md:content-center md:gap-x-4 md:px-6 ${COLUMNS} ${open ? 'bg-active' : ''}`}
    >
      <span className="max-md:row-span-2 max-md:self-start max-md:pt-px">{clockAt(point.at, tz)}</span>
      <span
        className={`flex min-w-0 items-center gap-2 max-md:order-3 max-md:col-span-2 max-md:text-sm ${tone === 'ok' || tone === 'quiet' ? 'text-ink-2' : TONE_TEXT[tone]}`}
      >
        <SlotIcon mark={point.mark} size={13} />
        <span className="shrink-0 md:truncate">{pointWords(point)}</span>
        <span className="min-w-0 truncate text-ink-3 md:hidden">{why}</span>
      </span>
      <span className="truncate font-medium max-md:order-1" title={title}>
        {title}
      </span>
      <span className="truncate text-ink-2 max-md:hidden" title={why}>
        {why}
      </span>
      <span className="text-right text-ink-3 max-md:order-2 max-md:text-sm">
        {run === undefined ? '' : `#${run}`}
      </span>
    </button>
  );
}
