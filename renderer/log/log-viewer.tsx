/** The log of a run: live, searchable, of any size. The feed keeps a window of lines; here are the controls around it. */
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { LogMatch } from '#shared/nouns/log.ts';
import { client } from '../session/session.ts';
import { useLive } from '../live/store.ts';
import { isTyping } from '../shell/shortcuts.tsx';
import { toastError } from '../ui/toasts.tsx';
import { sizeWords } from '../words/time.ts';
import { plainText } from './ansi.ts';
import { LogFeed, type LogView } from './log-feed.ts';
import { LogLines, type LogLinesHandle } from './log-lines.tsx';
import { LogToolbar, type StreamFilter } from './log-toolbar.tsx';
import { useLogSearch, type LogPlace } from './use-log-search.ts';

/**
 * @param attempt whose log is shown, for as long as the viewer lives; the newest attempt's where left out
 * @param place a line to begin with; the end of the log where left out
 * @param sought what is searched for at first
 */
export function LogViewer({
  run,
  attempt,
  started,
  active,
  place,
  sought = '',
}: {
  run: number;
  attempt?: number | undefined;
  started: boolean;
  active: boolean;
  place?: LogPlace | undefined;
  sought?: string | undefined;
}) {
  const [feed] = useState(() => new LogFeed(client, run, attempt));
  const view = useSyncExternalStore(feed.subscribe, feed.view);
  const [following, setFollowing] = useState(place === undefined);
  const [wrap, setWrap] = useState(false);
  const [filter, setFilter] = useState<StreamFilter>('all');
  const [current, setCurrent] = useState<LogMatch | undefined>(place && { ...place, line: '' });
  // Where somebody was sent to is marked also where nothing is searched for.
  const [sentTo] = useState(current);
  const lines = useRef<LogLinesHandle>(null);
  /** A line that was asked for before there were any. */
  const pending = useRef<string>(undefined);
  /** While a line is being looked for, what happens to be in sight is not what is read: nothing is fetched for it. */
  const seeking = useRef(place !== undefined);
  const uiUrl = useLive((state) => state.overview?.status.uiUrl);

  // A run that waits in the queue has no log to ask for yet.
  const expected = started || !active;
  useEffect(() => {
    if (!expected) return undefined;
    feed.start(sentTo === undefined);
    return () => feed.stop();
  }, [feed, expected, sentTo]);
  useEffect(() => {
    // It was not there a moment after the start; it is once the run has ended.
    if (!active) feed.retry();
  }, [feed, active]);
  useEffect(() => feed.setFollowing(following), [feed, following]);
  useEffect(() => {
    const look = (): void => feed.setVisible(document.visibilityState === 'visible');
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [feed]);

  const show = useCallback((match: LogMatch): void => {
    setFollowing(false);
    setFilter((shown) => (shown === 'all' || shown === match.stream ? shown : 'all'));
    setCurrent(match);
  }, []);
  const { search, submit, step } = useLogSearch(run, attempt, show, { query: sought, place });
  useShortcutKeys(setFollowing, setWrap);

  // The window's array is its own and grows in place: its version says when it is another.
  const shown = useMemo(
    () => (filter === 'all' ? [...view.lines] : view.lines.filter((line) => line.stream === filter)),
    // oxlint-disable-next-line react/exhaustive-deps
    [view.lines, view.version, filter],
  );
  useEffect(() => {
    if (!current || !expected) return;
    seeking.current = true;
    feed
      .around(current.at, current.stream)
      .then((index) => {
        const line = index === undefined ? undefined : feed.view().lines[index];
        if (line && !lines.current) {
          pending.current = line.key;
          return;
        }
        if (line) lines.current?.reveal(line.key);
        seeking.current = false;
      })
      .catch((error: unknown) => {
        seeking.current = false;
        toastError(error);
      });
  }, [feed, current, expected]);

  useEffect(() => {
    if (pending.current === undefined || !lines.current) return;
    lines.current.reveal(pending.current);
    pending.current = undefined;
    seeking.current = false;
  }, [shown]);

  return (
    <section
      aria-label="Log"
      className="flex min-w-0 grow flex-col max-lg:h-[62vh] max-lg:min-h-[360px] max-lg:shrink-0 lg:min-h-0"
    >
      <LogToolbar
        search={search}
        sought={sought}
        onSearch={(query) => void submit(query)}
        onStep={step}
        filter={filter}
        onFilter={setFilter}
        wrap={wrap}
        onWrap={setWrap}
        complete={view.complete}
        following={following}
        onFollow={setFollowing}
        copyText={() => selectedText() ?? shown.map((line) => plainText(line.text)).join('\n')}
        copyLink={() => `${uiUrl ?? location.origin}/runs/${run}`}
      />
      {view.phase === 'ready' && shown.length > 0 ? (
        <LogLines
          ref={lines}
          lines={shown}
          view={view}
          wrap={wrap}
          following={following}
          onFollowing={setFollowing}
          onNearStart={() => {
            if (!seeking.current) void feed.loadEarlier();
          }}
          onNearEnd={() => {
            if (!seeking.current) void feed.loadLater();
          }}
          query={search.query}
          current={search.query === '' && current !== sentTo ? undefined : current}
        />
      ) : (
        <div className="log grow p-4">
          <p className="font-sans text-base text-ink-3">{emptyWords(view, filter, active, expected)}</p>
        </div>
      )}
      <p className="flex shrink-0 items-center gap-3 border-t border-line px-3 py-1 text-xs text-ink-3">
        <span>
          {view.complete || !active ? 'Complete' : view.phase === 'ready' && view.atEnd ? 'Live' : 'Growing'}
        </span>
        <span>{sizeWords(view.size)}</span>
        {view.atStart || view.phase !== 'ready' ? null : <span>Scroll up for earlier lines</span>}
        {view.error ? <span className="text-failed">{view.error.message}</span> : null}
      </p>
    </section>
  );
}

function emptyWords(view: LogView, filter: StreamFilter, active: boolean, expected: boolean): string {
  if (!expected) return 'The log begins when the run starts.';
  if (view.phase === 'loading') return '';
  if (view.phase === 'error') return `${view.error?.message}; ${view.error?.remedy}`;
  if (view.phase === 'absent') return active ? 'No output yet.' : 'There is no log of this run.';
  if (filter !== 'all' && view.lines.length > 0)
    return `Nothing on ${filter === 'out' ? 'stdout' : 'stderr'} in this part of the log.`;
  return active ? 'No output yet.' : 'It wrote no output.';
}

/** What the person has selected, where they have. */
function selectedText(): string | undefined {
  const text = getSelection()?.toString() ?? '';
  return text === '' ? undefined : text;
}

type Toggle = (change: (now: boolean) => boolean) => void;

function useShortcutKeys(setFollowing: Toggle, setWrap: Toggle): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        isTyping(event.target) ||
        document.querySelector('dialog[open]')
      )
        return;
      if (event.key === 'f') setFollowing((now) => !now);
      if (event.key === 'w') setWrap((now) => !now);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [setFollowing, setWrap]);
}
