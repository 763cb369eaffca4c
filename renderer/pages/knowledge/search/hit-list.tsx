/** The hits, the best first: only those in sight are in the document, and the next page is read before they run out. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { SearchHit } from '#shared/nouns/knowledge.ts';
import { HitRow } from './hit-row.tsx';
import type { Found } from './use-search.ts';

/** How many hits before the end the next page is asked for. */
const AHEAD = 15;

export function HitList({
  found,
  stale,
  chosen,
  onChoose,
  more,
}: {
  found: Found;
  stale: boolean;
  chosen: number | undefined;
  onChoose: ((hit: SearchHit) => void) | undefined;
  more: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { hits, total } = found;
  // oxlint-disable-next-line react/incompatible-library -- no compiler runs here; the virtualizer is meant to be read anew
  const rows = useVirtualizer({
    count: hits.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 96,
    getItemKey: (index) => hits[index]?.chunk ?? index,
    overscan: 8,
    paddingEnd: 16,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const latest = useRef(more);
  useEffect(() => {
    latest.current = more;
  });
  useEffect(() => {
    if (hits.length < total && last > hits.length - AHEAD) latest.current();
  }, [last, hits.length, total]);
  // Another question begins at its best hit.
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [found.key]);

  /** Up and down go from hit to hit; Home and End scroll, as everywhere. */
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const own = document.activeElement?.closest<HTMLElement>('[data-index]');
    if (!own || !scroller.current?.contains(own)) return;
    const index = Number(own.dataset['index']) + (event.key === 'ArrowDown' ? 1 : -1);
    const next = scroller.current.querySelector<HTMLElement>(`[data-index="${index}"] .hit-link`);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.closest('li')?.scrollIntoView({ block: 'nearest' });
  };
  return (
    // The keys only move the focus between links that are there anyway.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={scroller}
      // The keyboard scrolls it even where no hit is focused.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="List of hits"
      aria-busy={stale}
      onKeyDown={onKeyDown}
      className={`min-h-0 grow overflow-y-auto -outline-offset-2 transition-opacity ${stale ? 'opacity-60' : ''}`}
    >
      <ol aria-label="Hits" className="relative" style={{ height: rows.getTotalSize() }}>
        {items.map((item) => {
          const hit = hits[item.index];
          return hit ? (
            <li
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              aria-setsize={total}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <HitRow hit={hit} chosen={hit.chunk === chosen} onChoose={onChoose} />
            </li>
          ) : null;
        })}
      </ol>
    </section>
  );
}
