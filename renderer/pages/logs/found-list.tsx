/** The lines that were found, under their runs: only those in sight are in the document. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type KeyboardEvent } from 'react';
import { Link } from 'wouter';
import { Ago } from '../../ui/clock.tsx';
import { StateIcon } from '../../ui/state-icon.tsx';
import { count, stateLabel } from '../../words/run-state.ts';
import { lineAddress, type FoundGroup, type FoundLines, type FoundRow } from './found-lines.ts';
import { HitLine } from './hit-line.tsx';

const HEIGHTS: Readonly<Record<FoundRow['kind'], number>> = { run: 38, hit: 22, more: 26 };

export function FoundList({
  found: { rows: all },
  q,
}: {
  found: FoundLines;
  /** What to mark in the run; undefined for a pattern. */
  q: string | undefined;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- no compiler runs here; the virtualizer is meant to be read anew
  const rows = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[all[index]?.kind ?? 'hit'],
    getItemKey: (index) => all[index]?.key ?? index,
    overscan: 15,
    paddingEnd: 16,
  });

  /** Up and down go from line to line; Home and End to the first and the last. */
  const onKeyDown = (event: KeyboardEvent): void => {
    const own = document.activeElement?.closest<HTMLElement>('[data-index]');
    const by = { ArrowDown: 1, ArrowUp: -1, Home: all.length, End: -all.length }[event.key];
    if (by === undefined || !own || !scroller.current?.contains(own)) return;
    event.preventDefault();
    const step = Math.sign(by);
    let index = Math.abs(by) === 1 ? Number(own.dataset['index']) + step : step > 0 ? 0 : all.length - 1;
    while (all[index] && all[index]?.kind !== 'hit') index += step;
    if (!all[index]) return;
    rows.scrollToIndex(index, { align: 'auto' });
    // It may have to be drawn first.
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-index="${index}"] a`)
        ?.focus({ preventScroll: true }),
    );
  };
  return (
    // The keys only move the focus between links that are there anyway.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={scroller}
      // The keyboard scrolls it even where no line is focused.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="Lines found"
      onKeyDown={onKeyDown}
      className="found min-h-0 grow overflow-y-auto -outline-offset-2"
    >
      <ol aria-label="Hits" className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const row = all[item.index];
          return row ? (
            <li
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              aria-setsize={all.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Row row={row} q={q} />
            </li>
          ) : null;
        })}
      </ol>
    </section>
  );
}

function Row({ row, q }: { row: FoundRow; q: string | undefined }) {
  const { group } = row;
  switch (row.kind) {
    case 'run':
      return <RunHead group={group} total={group.total} />;
    case 'hit':
      return <HitLine hit={row.hit} to={lineAddress(group, row.hit, q)} />;
    case 'more':
      return (
        <p className="pb-1 pl-[86px] text-sm text-ink-3 max-md:pl-[70px]">
          <Link
            className="link"
            to={`/runs/${group.run.id}?${new URLSearchParams({ attempt: String(group.attempt), ...(q === undefined ? {} : { q }) }).toString()}`}
          >
            {count(group.total - group.listed, 'more line')} in this run
          </Link>
        </p>
      );
  }
}

/** @param total in a prop of its own: the group grows in place */
function RunHead({ group: { run, attempt }, total }: { group: FoundGroup; total: number }) {
  return (
    <h2 className="flex h-[38px] items-center gap-2 border-b border-line px-4 pt-1.5 md:px-6">
      <span title={stateLabel(run.state)}>
        <StateIcon state={run.state} />
        <span className="sr-only">{stateLabel(run.state)}: </span>
      </span>
      <Link to={`/runs/${run.id}`} className="min-w-0 truncate font-medium hover:underline" title={run.title}>
        {run.title}
      </Link>
      <span className="shrink-0 text-ink-3">
        #{run.id}
        {attempt > 1 ? `, attempt ${attempt}` : ''}
      </span>
      <span className="ml-auto shrink-0 text-sm text-ink-2">{count(total, 'line')}</span>
      <span className="w-[96px] shrink-0 text-right text-sm text-ink-3 max-sm:hidden">
        <Ago at={run.startedAt} />
      </span>
    </h2>
  );
}
