/** Runs a search through the logs and keeps what it finds; what comes in is shown a few times a second. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LogSearchEvent } from '#shared/nouns/log-search.ts';
import { ApiError, isAbort, toApiError } from '../../api/api-error.ts';
import { machineNow } from '../../live/machine-clock.ts';
import { client } from '../../session/session.ts';
import { FoundLines } from './found-lines.ts';
import { requestOf, type LogsQuery } from './logs-query.ts';

const SHOW_MS = 80;

export type SearchPhase = 'idle' | 'waiting' | 'going' | 'stopped' | 'limit' | 'complete' | 'failed';

export interface LogsSearch {
  readonly found: FoundLines;
  /** Grows with every change: what was found is kept in place. */
  readonly version: number;
  readonly phase: SearchPhase;
  readonly error: ApiError | undefined;
  readonly stop: () => void;
  /** Searches what was not searched yet. */
  readonly goOn: () => void;
}

interface Shown {
  /** What it answers. */
  readonly query: LogsQuery | undefined;
  readonly found: FoundLines;
  readonly version: number;
  readonly phase: SearchPhase;
  readonly error?: ApiError;
}

const NOTHING: Shown = { query: undefined, found: new FoundLines(), version: 0, phase: 'idle' };

/** @param query nothing is searched for where its text is empty; the same object for the same question */
export function useFoundLines(query: LogsQuery): LogsSearch {
  const [shown, setShown] = useState<Shown>(NOTHING);
  const life = useRef<AbortController>(undefined);

  const search = useCallback(
    (found: FoundLines, before: number | undefined): void => {
      life.current?.abort();
      const own = new AbortController();
      life.current = own;
      let phase: SearchPhase = 'going';
      let timer: ReturnType<typeof setTimeout> | undefined;
      const show = (error?: ApiError): void => {
        clearTimeout(timer);
        timer = undefined;
        if (life.current !== own) return;
        setShown(({ version }) => ({
          query,
          found,
          version: version + 1,
          phase,
          ...(error ? { error } : {}),
        }));
      };
      const take = (event: LogSearchEvent): void => {
        if (event.kind === 'error') throw new ApiError(0, bodyOf(event));
        found.apply(event);
        if (event.kind === 'waiting') phase = 'waiting';
        else if (event.kind === 'end') phase = event.reason;
        else phase = 'going';
        timer ??= setTimeout(show, SHOW_MS);
      };
      show();
      const read = async (): Promise<void> => {
        const request = { query: requestOf(query, machineNow(), before) };
        for await (const { data } of client.searchLogs(request, { signal: own.signal })) {
          if (own.signal.aborted) break;
          take(JSON.parse(data) as LogSearchEvent);
        }
        if (own.signal.aborted) phase = 'stopped';
        else if (phase === 'going' || phase === 'waiting')
          throw new ApiError(0, {
            code: 'not_running',
            message: 'the search broke off',
            remedy: 'search again',
          });
        show();
      };
      read().catch((thrown: unknown) => {
        if (isAbort(thrown) || own.signal.aborted) {
          phase = 'stopped';
          show();
          return;
        }
        phase = 'failed';
        show(toApiError(thrown));
      });
    },
    [query],
  );

  useEffect(() => {
    if (query.q === '') return undefined;
    search(new FoundLines(), undefined);
    return () => {
      const own = life.current;
      life.current = undefined;
      own?.abort();
    };
  }, [query, search]);

  const isOfQuery = shown.query === query;
  const now: Shown = isOfQuery ? shown : { ...NOTHING, phase: query.q === '' ? 'idle' : 'going' };
  return {
    ...now,
    error: now.error,
    stop: () => life.current?.abort(),
    goOn() {
      const { found } = now;
      found.goOn();
      search(found, found.progress?.next);
    },
  };
}

function bodyOf({ error }: Extract<LogSearchEvent, { kind: 'error' }>) {
  const { findings, ...body } = error;
  return { ...body, ...(findings ? { findings } : {}) };
}
