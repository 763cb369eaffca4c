/** Searching a log: Luka finds the hits in the whole of it; the page walks through them. */
import { useCallback, useEffect, useState } from 'react';
import type { LogStream } from '#shared/nouns/log.ts';
import type { LogMatch } from '#shared/nouns/log.ts';
import { client } from '../session/session.ts';
import { toastError } from '../ui/toasts.tsx';

export interface LogSearch {
  /** What was sought; empty while nothing is. */
  readonly query: string;
  readonly matches: readonly LogMatch[];
  readonly total: number;
  /** Index into `matches`; -1 where there are none. */
  readonly current: number;
  readonly busy: boolean;
}

/** A line of a log that somebody was sent to, and what they had searched for. */
export interface LogPlace {
  readonly at: number;
  readonly stream: LogStream;
}

const NONE: LogSearch = { query: '', matches: [], total: 0, current: -1, busy: false };
const MOST_HITS = 1_000;

/** @param start what is searched for at first, and the hit that is shown already */
export function useLogSearch(
  run: number,
  attempt: number | undefined,
  show: (match: LogMatch) => void,
  start: { readonly query: string; readonly place: LogPlace | undefined },
) {
  const [search, setSearch] = useState(NONE);
  const submit = useCallback(
    async (query: string, shown?: LogPlace): Promise<void> => {
      if (query === '') {
        setSearch(NONE);
        return;
      }
      setSearch({ ...NONE, query, busy: true });
      try {
        const { matches, total } = await client.searchLog({
          params: { run },
          query: { q: query, limit: MOST_HITS, ...(attempt === undefined ? {} : { attempt }) },
        });
        // The newest hit first: what a log is searched for is mostly near its end.
        const here = matches.findIndex(({ at, stream }) => at === shown?.at && stream === shown.stream);
        const current = here >= 0 ? here : matches.length - 1;
        setSearch({ query, matches, total, current, busy: false });
        const match = matches[current];
        if (match && !shown) show(match);
      } catch (error) {
        setSearch(NONE);
        toastError(error);
      }
    },
    [run, attempt, show],
  );
  const { query: first, place } = start;
  useEffect(() => {
    if (first !== '') void submit(first, place);
    // Once, with the viewer: later searches are the reader's.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  const step = useCallback(
    (by: 1 | -1): void => {
      const { matches, current } = search;
      if (matches.length === 0) return;
      const next = (current + by + matches.length) % matches.length;
      setSearch({ ...search, current: next });
      const match = matches[next];
      if (match) show(match);
    },
    [search, show],
  );
  return { search, submit, step };
}
