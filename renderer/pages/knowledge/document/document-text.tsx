/** A document's lines with their numbers, of any length: only those in sight are laid out. Text only, never markup. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, type CSSProperties } from 'react';
import { plain } from '../../../words/plain.ts';
import { rowsOf } from './document-rows.ts';

const ROW = 20;

export function DocumentText({
  text,
  lines,
  label,
}: {
  text: string;
  /** Brought into sight, and lit. */
  lines: { readonly first: number; readonly last: number } | undefined;
  label: string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const all = useMemo(() => rowsOf(text), [text]);
  // oxlint-disable-next-line react/incompatible-library -- no compiler runs here; the virtualizer is meant to be read anew
  const rows = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    paddingStart: 8,
    paddingEnd: 24,
  });
  const first = lines?.first;
  const wanted = useRef<number>(undefined);
  useLayoutEffect(() => {
    const index = first === undefined ? -1 : all.findIndex(({ line }) => line >= first);
    wanted.current = index < 0 ? undefined : index;
    if (index < 0) scroller.current?.scrollTo({ top: 0 });
    // A little above the line, so that what it belongs to is in sight, too.
    else rows.scrollToIndex(Math.max(0, index - 2), { align: 'start' });
  }, [rows, all, first]);
  // Rows above turn out higher than they were guessed at: the line stays where it was put, until the reader moves.
  const total = rows.getTotalSize();
  useEffect(() => {
    if (wanted.current !== undefined) rows.scrollToIndex(Math.max(0, wanted.current - 2), { align: 'start' });
  }, [rows, total]);
  const letGo = (): void => {
    wanted.current = undefined;
  };
  const digits = String(all.at(-1)?.line ?? 1).length;
  return (
    // The listeners change nothing: they only note that the reader moves by themselves.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={scroller}
      aria-label={label}
      // The keyboard scrolls it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onWheel={letGo}
      onKeyDown={letGo}
      onPointerDown={letGo}
      className="document min-h-0 grow overflow-y-auto -outline-offset-2"
      style={{ '--digits': `${digits}ch` } as CSSProperties}
    >
      <div className="relative" style={{ height: total }}>
        {rows.getVirtualItems().map((item) => {
          const row = all[item.index];
          if (!row) return null;
          const lit = lines !== undefined && row.line >= lines.first && row.line <= lines.last;
          return (
            <div
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              data-line={row.line}
              data-lit={lit || undefined}
              className="document-row"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span aria-hidden className="document-number">
                {row.first ? row.line : ''}
              </span>
              <span className="document-line">{row.text === '' ? ' ' : plain(row.text)}</span>
            </div>
          );
        })}
      </div>
    </section>
  );
}
