/** The rows of the runs page: only those in sight are in the document, and the next page is read before they run out. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { RunSummary } from '#shared/nouns/run.ts';
import { moreRuns } from '../../live/fetches.ts';
import type { RunsList } from '../../live/runs-list.ts';
import { Ago, Due, Took } from '../../ui/clock.tsx';
import { useNarrow } from '../../ui/narrow.ts';
import { StateIcon } from '../../ui/state-icon.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { VALIDATION_WORDS } from '../../words/check-state.ts';
import { causeWords, STATE_WORDS } from '../../words/run-state.ts';
import { isRetrying } from '../run/attempt-words.ts';

/** How many rows before the end the next page is asked for. */
const AHEAD = 60;
const COLUMNS = 'md:grid-cols-[132px_minmax(0,1.2fr)_minmax(0,1fr)_100px_132px_64px]';

export function RunsTable({ list }: { list: RunsList }) {
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useNarrow();
  const { runs, next } = list;
  // oxlint-disable-next-line react/incompatible-library -- no compiler runs here; the virtualizer is meant to be read anew
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? 52 : 34),
    getItemKey: (index) => runs[index]?.id ?? index,
    overscan: 10,
    paddingEnd: 16,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (next !== undefined && last > runs.length - AHEAD) void moreRuns();
  }, [last, next, runs.length]);
  useEffect(() => rows.measure(), [rows, isNarrow]);
  return (
    <>
      <div
        aria-hidden
        className={`grid shrink-0 gap-x-4 border-b border-line px-4 py-1 text-sm text-ink-3 max-md:hidden md:px-6 ${COLUMNS}`}
      >
        <span>State</span>
        <span>Task</span>
        <span>Cause</span>
        <span className="text-right">Duration</span>
        <span className="pl-3">Started</span>
        <span className="text-right">Run</span>
      </div>
      {/* The keyboard scrolls it even where no row is focused. */}
      <section
        ref={scroller}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label="List of runs"
        className="min-h-0 grow overflow-y-auto -outline-offset-2"
      >
        <ul aria-label="Runs" className="relative" style={{ height: rows.getTotalSize() }}>
          {items.map((item) => {
            const run = runs[item.index];
            return run ? (
              <li
                key={item.key}
                aria-setsize={next === undefined ? runs.length : -1}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                <Row run={run} />
              </li>
            ) : null;
          })}
        </ul>
      </section>
    </>
  );
}

/** A quiet word where a human has to look at the result, or found it wanting. */
function ValidationMark({ run: { validation } }: { run: RunSummary }) {
  if (validation === undefined || validation === 'accepted') return null;
  const { label, tone } = VALIDATION_WORDS[validation];
  return <span className={`shrink-0 text-sm ${TONE_TEXT[tone]}`}>{label}</span>;
}

function Row({ run }: { run: RunSummary }) {
  const { label, tone } = STATE_WORDS[run.state];
  const cause = causeWords(run.cause);
  return (
    <Link
      to={`/runs/${run.id}`}
      className={`grid h-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-line px-4 -outline-offset-2 hover:bg-hover max-md:content-center md:px-6 ${COLUMNS}`}
    >
      <span
        className={`flex items-center gap-2 max-md:order-3 max-md:text-sm ${tone === 'ok' || tone === 'quiet' ? 'text-ink-2' : TONE_TEXT[tone]}`}
      >
        <StateIcon state={run.state} />
        {isRetrying(run) && run.readyAt !== undefined ? (
          <span className="truncate">
            Retry <Due at={run.readyAt} />
          </span>
        ) : (
          label
        )}
      </span>
      <span className="flex min-w-0 items-center gap-2 max-md:order-1">
        <span className="truncate font-medium" title={run.title}>
          {run.title}
        </span>
        <ValidationMark run={run} />
      </span>
      <span className="truncate text-ink-2 max-md:hidden" title={cause}>
        {cause}
      </span>
      <span className="text-right text-ink-2 max-md:order-4 max-md:text-sm">
        <Took of={run} />
      </span>
      <span className="text-ink-2 max-md:order-2 md:pl-3 max-md:text-right max-md:text-sm">
        <Ago at={run.startedAt ?? run.queuedAt} />
      </span>
      <span className="text-right text-ink-3 max-md:hidden">#{run.id}</span>
    </Link>
  );
}
