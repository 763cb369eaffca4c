import { useEffect, useRef, useState } from 'react';
import { isAbort, toApiError, type ApiError } from '../api/api-error.ts';
import type { LukaEvent } from '#shared/nouns/event.ts';
import { onEvent } from './events.ts';
import { withHead, withPage, type IdOf, type Paged } from './paged.ts';
import { createRefresher } from './refresher.ts';
import { useLive } from './store.ts';

const GAP_MS = 700;

export interface PagedRead<T> {
  readonly list: Paged<T> | undefined;
  readonly error: ApiError | undefined;
  /** Reads the next page, once at a time. */
  readonly more: () => void;
  /** What an action or an event says of the rows. */
  readonly change: (change: (list: Paged<T>) => Paged<T>) => void;
}

interface Options<T> {
  /** Names what is read; undefined reads nothing. Rows of another key are never shown. */
  readonly key: string | undefined;
  readonly read: (before: number | undefined, signal: AbortSignal) => Promise<Paged<T>>;
  readonly idOf: IdOf<T>;
  /** Events after which the newest rows are read again, besides those that all of safety is. */
  readonly follows?: (event: LukaEvent) => boolean;
}

/** A list of any length, page by page; its newest rows are read again whenever something of safety may have changed. */
export function usePaged<T>({ key, read, idOf, follows }: Options<T>): PagedRead<T> {
  const [state, setState] = useState<{ key: string; list?: Paged<T>; error?: ApiError }>();
  const stamp = useLive((live) => live.safetyStamp);
  const refresh = useRef<() => void>(undefined);
  const life = useRef<AbortController>(undefined);
  const reading = useRef(false);
  const latest = useRef({ read, idOf, follows });
  useEffect(() => {
    latest.current = { read, idOf, follows };
  });
  useEffect(
    () =>
      onEvent((event) => {
        if (latest.current.follows?.(event)) refresh.current?.();
      }),
    [],
  );
  useEffect(() => {
    if (key === undefined) return undefined;
    const own = new AbortController();
    life.current = own;
    reading.current = false;
    const refresher = createRefresher(async () => {
      try {
        const page = await latest.current.read(undefined, own.signal);
        if (own.signal.aborted) return;
        setState((last) => ({
          key,
          list: last?.key === key && last.list ? withHead(last.list, page, latest.current.idOf) : page,
        }));
      } catch (thrown) {
        fail(thrown, own.signal);
      }
    }, GAP_MS);
    const fail = (thrown: unknown, signal: AbortSignal): void => {
      if (signal.aborted || isAbort(thrown)) return;
      setState((last) => ({ ...(last?.key === key ? last : { key }), error: toApiError(thrown) }));
    };
    refresh.current = refresher;
    refresher();
    return () => {
      own.abort();
      refresher.cancel();
      refresh.current = undefined;
    };
  }, [key]);
  const seen = useRef(stamp);
  useEffect(() => {
    if (seen.current === stamp) return;
    seen.current = stamp;
    refresh.current?.();
  }, [stamp]);

  const own = state?.key === key ? state : undefined;
  return {
    list: own?.list,
    error: own?.error,
    more() {
      const signal = life.current?.signal;
      const next = own?.list?.next;
      if (reading.current || key === undefined || !signal || next === undefined) return;
      reading.current = true;
      read(next, signal)
        .then((page) => {
          if (signal.aborted) return;
          setState((last) =>
            last?.key === key && last.list ? { key, list: withPage(last.list, page, idOf) } : last,
          );
        })
        .catch((thrown: unknown) => {
          if (signal.aborted || isAbort(thrown)) return;
          setState((last) => ({ ...(last?.key === key ? last : { key }), error: toApiError(thrown) }));
        })
        .finally(() => {
          if (life.current?.signal === signal) reading.current = false;
        });
    },
    change: (change) =>
      setState((last) => (last?.key === key && last?.list ? { ...last, list: change(last.list) } : last)),
  };
}
