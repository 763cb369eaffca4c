/** Hits of a query, page by page as the list is scrolled. Hits of before stay in sight, dimmed, until the next are there. */
import { useEffect, useRef, useState } from 'react';
import type { RecallMethod, SearchAnswer, SearchHit } from '#shared/nouns/knowledge.ts';
import { isAbort, toApiError, type ApiError } from '../../../api/api-error.ts';
import { useLive } from '../../../live/store.ts';
import { client } from '../../../session/session.ts';
import type { Way } from './search-query.ts';

const PAGE = 50;
/** By meaning there is one page only: what is further away means something else. */
const BY_MEANING = 50;
/** The server answers nothing beyond. */
const FURTHEST = 10_000;
/** While a sync goes on, the index changes all the time. */
const GAP_MS = 2_000;

export interface Found extends Omit<SearchAnswer, 'hits'> {
  /** What it answers. */
  readonly key: string;
  readonly hits: readonly SearchHit[];
  readonly method?: RecallMethod;
}

export interface Search {
  readonly found: Found | undefined;
  /** What is shown is of what was asked before. */
  readonly stale: boolean;
  readonly error: ApiError | undefined;
  /** Reads the next page, once at a time. */
  readonly more: () => void;
  readonly again: () => void;
}

interface Asked {
  /** Nothing is searched for where it is empty. */
  readonly q: string;
  readonly way: Way;
  readonly explain: boolean;
}

async function ask(asked: Asked, offset: number, limit: number, signal: AbortSignal) {
  const { q, way } = asked;
  const explain = String(asked.explain);
  return way === 'meaning'
    ? client.recallKnowledge({ query: { q, explain, limit: BY_MEANING } }, { signal })
    : client.searchKnowledge({ query: { q, explain, offset, limit } }, { signal });
}

export function useSearch({ q, way, explain }: Asked): Search {
  const key = q === '' ? undefined : `${way} ${explain} ${q}`;
  const [found, setFound] = useState<Found>();
  const [failed, setFailed] = useState<{ key: string; error: ApiError }>();
  const [tries, setTries] = useState(0);
  const stamp = useSlowStamp(useLive((state) => state.knowledgeStamp));
  // One read of the first hits: of a query, and of what the index held then.
  const round = `${stamp} ${tries}`;
  const life = useRef<{ readonly round: string; readonly abort: AbortController }>(undefined);
  const reading = useRef(false);
  const shown = useRef(found);
  useEffect(() => {
    shown.current = found;
  });
  useEffect(() => {
    if (key === undefined) return undefined;
    const own = { round, abort: new AbortController() };
    life.current = own;
    const { signal } = own.abort;
    reading.current = true;
    // As far as the reader has come already, so that nothing moves under them.
    const known = shown.current?.key === key ? shown.current.hits.length : 0;
    ask({ q, way, explain }, 0, Math.min(Math.max(PAGE, known), 200), signal)
      .then((answer) => {
        setFound({ ...answer, key });
        setFailed(undefined);
      })
      .catch((thrown: unknown) => {
        if (!signal.aborted && !isAbort(thrown)) setFailed({ key, error: toApiError(thrown) });
      })
      .finally(() => {
        if (life.current === own) reading.current = false;
      });
    return () => own.abort.abort();
  }, [key, q, way, explain, round]);

  return {
    found: key === undefined ? undefined : found,
    stale: key !== undefined && found?.key !== key,
    error: failed !== undefined && failed.key === key ? failed.error : undefined,
    again: () => setTries(tries + 1),
    more() {
      const own = life.current;
      if (reading.current || !own || found === undefined || found.key !== key || way === 'meaning') return;
      const offset = found.hits.length;
      if (offset >= found.total || offset >= FURTHEST) return;
      const { signal } = own.abort;
      reading.current = true;
      ask({ q, way, explain }, offset, PAGE, signal)
        .then((answer) => setFound((last) => (last?.key === key ? withHits(last, answer) : last)))
        .catch((thrown: unknown) => {
          if (!signal.aborted && !isAbort(thrown)) setFailed({ key, error: toApiError(thrown) });
        })
        .finally(() => {
          if (life.current === own) reading.current = false;
        });
    },
  };
}

/** With the next page; the index may have changed between the two, and no hit is shown twice. */
export function withHits(found: Found, next: Pick<SearchAnswer, 'hits' | 'total'>): Found {
  const known = new Set(found.hits.map(({ chunk }) => chunk));
  const hits = [...found.hits, ...next.hits.filter(({ chunk }) => !known.has(chunk))];
  // An empty page is the end, whatever the total was guessed at.
  return { ...found, hits, total: next.hits.length === 0 ? found.hits.length : next.total };
}

/** The newest stamp, at most every two seconds. */
function useSlowStamp(stamp: number): number {
  const [slow, setSlow] = useState(stamp);
  const at = useRef(0);
  useEffect(() => {
    const timer = setTimeout(
      () => {
        at.current = Date.now();
        setSlow(stamp);
      },
      Math.max(0, at.current + GAP_MS - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [stamp]);
  return slow;
}
