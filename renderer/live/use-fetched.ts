import { useEffect, useRef, useState } from 'react';
import { isAbort, toApiError, type ApiError } from '../api/api-error.ts';
import { createRefresher, type Refresher } from './refresher.ts';
import { useLive } from './store.ts';

export interface Fetched<T> {
  readonly value: T | undefined;
  /** Of the last try; a value read before stays beside it. */
  readonly error: ApiError | undefined;
  /** Reads it again now. */
  readonly again: () => void;
  /** Shows what an action answered, until it is read again. */
  readonly put: (value: T) => void;
}

interface Options<T> {
  /** What is known already and will not change. */
  readonly peek?: (key: string) => T | undefined;
  /** What it is read again after. */
  readonly follows?:
    | 'scheduleStamp'
    | 'safetyStamp'
    | 'agentsStamp'
    | 'knowledgeStamp'
    | 'powerStamp'
    | 'powerPastStamp'
    | 'notifyStamp'
    | 'insightsStamp';
}

/** Two reads that follow changes are at least this far apart. */
const GAP_MS = 1_500;

/**
 * Reads something for as long as a component shows it, and again when the schedule, or whatever it follows, may have changed. A value stays
 * until the next is there; that of another key is never shown.
 * @param key names what is read; undefined reads nothing
 */
export function useFetched<T>(
  key: string | undefined,
  load: (signal: AbortSignal) => Promise<T>,
  { peek, follows = 'scheduleStamp' }: Options<T> = {},
): Fetched<T> {
  const [read, setRead] = useState<{ key: string; value?: T | undefined; error?: ApiError | undefined }>();
  const stamp = useLive((state) => state[follows]);
  const latest = useRef(load);
  const refresh = useRef<Refresher>(undefined);
  const known = key === undefined ? undefined : peek?.(key);
  const isKnown = known !== undefined;
  useEffect(() => {
    latest.current = load;
  });
  useEffect(() => {
    if (key === undefined || isKnown) return undefined;
    const life = new AbortController();
    const refresher = createRefresher(async () => {
      try {
        const value = await latest.current(life.signal);
        if (!life.signal.aborted) setRead({ key, value });
      } catch (error) {
        if (life.signal.aborted || isAbort(error)) return;
        setRead((last) => ({
          key,
          value: last?.key === key ? last.value : undefined,
          error: toApiError(error),
        }));
      }
    }, GAP_MS);
    refresh.current = refresher;
    refresher();
    return () => {
      refresh.current = undefined;
      life.abort();
      refresher.cancel();
    };
  }, [key, isKnown]);
  const seen = useRef(stamp);
  useEffect(() => {
    if (seen.current === stamp) return;
    seen.current = stamp;
    refresh.current?.();
  }, [stamp]);
  const own = read?.key === key ? read : undefined;
  return {
    value: known ?? own?.value,
    error: isKnown ? undefined : own?.error,
    again: () => refresh.current?.(),
    put: (value) => {
      if (key !== undefined) setRead({ key, value });
    },
  };
}
