/** A list that is read page by page, by how many rows stand before a page: for orders that no id says. */
import { useEffect, useRef, useState } from 'react';
import { isAbort, toApiError, type ApiError } from '../api/api-error.ts';
import { withNext, type Page } from './pages.ts';
import { createRefresher } from './refresher.ts';
import { useLive } from './store.ts';

export interface Pages<T, P extends Page<T>> {
  /** With the rows of all pages that were read, and the rest of the newest. */
  readonly list: P | undefined;
  readonly error: ApiError | undefined;
  /** While a further page is read. */
  readonly busy: boolean;
  /** Reads the next page, once at a time. */
  readonly more: () => void;
  /** Reads all of them again. */
  readonly again: () => void;
}

interface Options<T, P extends Page<T>> {
  /** Names what is read. Rows of another key are never shown. */
  readonly key: string;
  readonly read: (offset: number, signal: AbortSignal) => Promise<P>;
  readonly idOf: (row: T) => string | number;
  readonly follows: 'knowledgeStamp';
}

const GAP_MS = 1_500;

export function usePages<T, P extends Page<T>>({ key, read, idOf, follows }: Options<T, P>): Pages<T, P> {
  const [state, setState] = useState<{ key: string; list?: P; error?: ApiError }>();
  const [busy, setBusy] = useState(false);
  const stamp = useLive((live) => live[follows]);
  const own = state?.key === key ? state : undefined;
  const latest = useRef({ read, idOf, known: 0 });
  const life = useRef<AbortController>(undefined);
  const refresh = useRef<() => void>(undefined);
  useEffect(() => {
    latest.current = { read, idOf, known: own?.list?.rows.length ?? 0 };
  });
  useEffect(() => {
    const { signal } = (life.current = new AbortController());
    const refresher = createRefresher(async () => {
      try {
        // As far as the reader has come already, so that nothing moves under them.
        let list = await latest.current.read(0, signal);
        while (list.next !== undefined && list.rows.length < latest.current.known)
          list = withNext(list, await latest.current.read(list.next, signal), latest.current.idOf);
        if (!signal.aborted) setState({ key, list });
      } catch (thrown) {
        if (signal.aborted || isAbort(thrown)) return;
        const error = toApiError(thrown);
        setState((last) => (last?.key === key ? { ...last, error } : { key, error }));
      }
    }, GAP_MS);
    refresh.current = refresher;
    refresher();
    return () => {
      life.current?.abort();
      refresher.cancel();
      setBusy(false);
    };
  }, [key]);
  const seen = useRef(stamp);
  useEffect(() => {
    if (seen.current === stamp) return;
    seen.current = stamp;
    refresh.current?.();
  }, [stamp]);
  const more = async (): Promise<void> => {
    const signal = life.current?.signal;
    const next = own?.list?.next;
    if (busy || !signal || next === undefined) return;
    setBusy(true);
    try {
      const page = await read(next, signal);
      // Read anew meanwhile, it would not follow any more.
      setState((last) =>
        last?.key === key && last.list?.next === next ? { key, list: withNext(last.list, page, idOf) } : last,
      );
    } catch (thrown) {
      if (signal.aborted || isAbort(thrown)) return;
      setState((last) => (last?.key === key ? { ...last, error: toApiError(thrown) } : last));
    } finally {
      if (!signal.aborted) setBusy(false);
    }
  };
  return {
    list: own?.list,
    error: own?.error,
    busy,
    more: () => void more(),
    again: () => refresh.current?.(),
  };
}
