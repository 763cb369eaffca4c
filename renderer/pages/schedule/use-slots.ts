import { useEffect, useRef, useState } from 'react';
import { isAbort, toApiError, type ApiError } from '../../api/api-error.ts';
import { createRefresher } from '../../live/refresher.ts';
import { useLive } from '../../live/store.ts';
import { client } from '../../session/session.ts';
import { statesOf, type Outcome } from '../../words/slot-state.ts';
import type { Range } from '../../words/zone.ts';
import { withHead, withPage, type SlotPages } from './slot-pages.ts';

const PAGE = 500;
const GAP_MS = 1_500;

export interface Slots {
  readonly pages: SlotPages | undefined;
  readonly error: ApiError | undefined;
  /** Reads the next page, once at a time. */
  readonly more: () => void;
}

/** The slots of a day by outcome, page by page; the newest are read again when the schedule changed. */
export function useSlots(day: Range, outcome: Outcome, task: string | undefined): Slots {
  const key = `${day.from} ${day.to} ${outcome} ${task ?? ''}`;
  const [read, setRead] = useState<{ key: string; pages?: SlotPages; error?: ApiError }>();
  const stamp = useLive((state) => state.scheduleStamp);
  const refresh = useRef<() => void>(undefined);
  const life = useRef<AbortController>(undefined);
  const reading = useRef(false);

  const ask = (to: string, signal: AbortSignal) =>
    client.listSlots(
      {
        query: {
          from: new Date(day.from).toISOString(),
          to,
          limit: PAGE,
          ...(task === undefined ? {} : { task }),
          ...(statesOf(outcome).length > 0 ? { state: statesOf(outcome).join(',') } : {}),
        },
      },
      { signal },
    );
  const fail = (thrown: unknown, signal: AbortSignal): void => {
    if (signal.aborted || isAbort(thrown)) return;
    setRead((last) => ({ ...(last?.key === key ? last : { key }), error: toApiError(thrown) }));
  };
  const head = async (key: string, signal: AbortSignal): Promise<void> => {
    try {
      const page = await ask(new Date(day.to).toISOString(), signal);
      if (signal.aborted) return;
      setRead((last) => ({
        key,
        pages: withHead(last?.key === key && last.pages ? last.pages : { slots: [], next: undefined }, page),
      }));
    } catch (thrown) {
      fail(thrown, signal);
    }
  };
  const latest = useRef(head);
  useEffect(() => {
    latest.current = head;
  });
  useEffect(() => {
    if (outcome === 'upcoming') return undefined;
    const own = new AbortController();
    life.current = own;
    const refresher = createRefresher(() => latest.current(key, own.signal), GAP_MS);
    refresh.current = refresher;
    refresher();
    return () => {
      own.abort();
      refresher.cancel();
      refresh.current = undefined;
    };
  }, [key, outcome]);
  const seen = useRef(stamp);
  useEffect(() => {
    if (seen.current === stamp) return;
    seen.current = stamp;
    refresh.current?.();
  }, [stamp]);

  const own = read?.key === key ? read : undefined;
  const more = (): void => {
    const signal = life.current?.signal;
    const next = own?.pages?.next;
    if (reading.current || !signal || next === undefined) return;
    reading.current = true;
    ask(next, signal)
      .then((page) => {
        if (signal.aborted) return;
        setRead((last) =>
          last?.key === key && last.pages ? { key, pages: withPage(last.pages, page) } : last,
        );
      })
      .catch((thrown: unknown) => fail(thrown, signal))
      .finally(() => (reading.current = false));
  };
  return { pages: own?.pages, error: own?.error, more };
}
