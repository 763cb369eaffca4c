/**
 * The lines in sight. Rows are of one height unless lines wrap. The list is anchored at its end: what is put before
 * moves nothing, and while the reader follows, the last line stays in sight; scrolling up stops that, the end resumes it.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type Ref } from 'react';
import type { LogMatch } from '#shared/nouns/log.ts';
import type { LogLine } from './line-assembler.ts';
import type { LogView } from './log-feed.ts';
import { LogRow } from './log-row.tsx';

const ROW = 18;
/** Within this many pixels of the end the reader is at the end. */
const END = 24;
/** How many lines before the edge of the window the next page is asked for. */
const AHEAD = 150;

export interface LogLinesHandle {
  /** Brings a line into the middle. */
  reveal: (key: string) => void;
}

export interface LogLinesProps {
  readonly ref: Ref<LogLinesHandle>;
  readonly lines: readonly LogLine[];
  readonly view: LogView;
  readonly wrap: boolean;
  readonly following: boolean;
  readonly onFollowing: (following: boolean) => void;
  readonly onNearStart: () => void;
  readonly onNearEnd: () => void;
  readonly query: string;
  readonly current: LogMatch | undefined;
}

export function LogLines(props: LogLinesProps) {
  const { ref, lines, view, wrap, following, onFollowing, onNearStart, onNearEnd, query, current } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const wanted = useRef<string>(undefined);
  // oxlint-disable-next-line react/incompatible-library -- no compiler runs here; the virtualizer is meant to be read anew
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => lines[index]?.key ?? index,
    anchorTo: 'end',
    followOnAppend: following,
    scrollEndThreshold: END,
    overscan: 20,
    paddingStart: 8,
    paddingEnd: 8,
  });
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useImperativeHandle(
    ref,
    () => ({
      reveal: (key) => {
        wanted.current = key;
        const index = lines.findIndex((line) => line.key === key);
        if (index >= 0) rows.scrollToIndex(index, { align: 'center' });
      },
    }),
    [lines, rows],
  );
  useLayoutEffect(() => {
    if (!following) return;
    wanted.current = undefined;
    rows.scrollToEnd();
  }, [rows, following, lines, wrap]);
  useLayoutEffect(() => {
    rows.measure();
  }, [rows, wrap]);
  // Until the reader moves: lines may come before the one that was asked for, and its place is another then.
  useLayoutEffect(() => {
    const index = wanted.current === undefined ? -1 : lines.findIndex((line) => line.key === wanted.current);
    if (index >= 0) rows.scrollToIndex(index, { align: 'center' });
  }, [rows, lines]);
  const letGo = (): void => {
    wanted.current = undefined;
  };
  // On the way to a line that was asked for, the rows in sight are not what is being read: nothing is fetched for them.
  const onTheWay = wanted.current !== undefined && !items.some((item) => item.key === wanted.current);
  useEffect(() => {
    if (!onTheWay && !view.atStart && first < AHEAD && !following) onNearStart();
  }, [view.atStart, view.version, first, following, onTheWay, onNearStart]);
  useEffect(() => {
    if (!onTheWay && !view.atEnd && last > lines.length - AHEAD && !following) onNearEnd();
  }, [view.atEnd, view.version, last, lines.length, following, onTheWay, onNearEnd]);

  const lastTop = useRef(0);
  const onScroll = (): void => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const fromEnd = scrollHeight - clientHeight - scrollTop;
    if (scrollTop < lastTop.current - 1 && fromEnd > END && following) onFollowing(false);
    if (scrollTop > lastTop.current + 1 && fromEnd <= END && !following && view.atEnd) onFollowing(true);
    lastTop.current = scrollTop;
  };

  const width = wrap ? undefined : `${longest(lines) + 4}ch`;
  return (
    // The listeners change nothing: they only note that the reader moves by themselves.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={scroller}
      role="log"
      aria-live="off"
      aria-label="Lines"
      // The keyboard scrolls it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={onScroll}
      onWheel={letGo}
      onKeyDown={letGo}
      onPointerDown={letGo}
      className={`log min-h-0 grow overflow-auto -outline-offset-2 ${wrap ? 'log-wrap' : ''}`}
    >
      <div className="relative" style={{ height: rows.getTotalSize(), width, minWidth: '100%' }}>
        {items.map((item) => {
          const line = lines[item.index];
          return line ? (
            <LogRow
              key={item.key}
              index={item.index}
              line={line}
              query={query}
              current={
                current !== undefined && line.stream === current.stream && holds(lines, item.index, current)
              }
              measure={wrap ? rows.measureElement : undefined}
              style={{ transform: `translateY(${item.start}px)` }}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}

/** Whether the line at `index` is the last of its stream that begins at or before the match. */
function holds(lines: readonly LogLine[], index: number, match: LogMatch): boolean {
  const line = lines[index];
  if (!line || line.at > match.at) return false;
  for (let next = index + 1; next < lines.length; next += 1) {
    const other = lines[next];
    if (other?.stream === line.stream) return other.at > match.at;
  }
  return true;
}

/** Characters of the longest line; escapes count too, which only makes the sheet a little wide. */
function longest(lines: readonly LogLine[]): number {
  let most = 0;
  for (const { text } of lines) if (text.length > most) most = text.length;
  return most;
}
