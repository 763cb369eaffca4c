import { useEffect, useRef, useState } from 'react';
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import { onEvent } from '../../../live/events.ts';
import { createRefresher, type Refresher } from '../../../live/refresher.ts';
import { useLive } from '../../../live/store.ts';
import { client } from '../../../session/session.ts';
import { toastError } from '../../../ui/toasts.tsx';
import { isSyncing } from '../../../words/knowledge.ts';

/** Between two looks at a sync that goes on. */
const GAP_MS = 300;

export interface Syncing {
  /** The one that goes on, else the last one; undefined before it is known or where there was none. */
  readonly sync: SyncProgress | undefined;
  /** Reads what changed, of one source or of all. */
  readonly start: (source?: string) => Promise<void>;
  readonly cancel: () => Promise<void>;
}

/** How far the sync is: read again at each event of it, and after the connection was gone. */
export function useSync(): Syncing {
  const [sync, setSync] = useState<SyncProgress>();
  const stamp = useLive((state) => state.knowledgeStamp);
  const going = isSyncing(sync);
  const looker = useRef<Refresher>(undefined);
  useEffect(() => {
    const life = new AbortController();
    const look = createRefresher(async () => {
      const answer = await client.getSync({}, { signal: life.signal }).catch(() => undefined);
      // That no answer came is told by the connection line.
      if (answer && !life.signal.aborted) setSync(answer.sync);
    }, GAP_MS);
    looker.current = look;
    look();
    const stop = onEvent(({ type }) => {
      if (type === 'knowledge.changed') look();
    });
    return () => {
      life.abort();
      stop();
      look.cancel();
    };
  }, []);
  useEffect(() => {
    if (!going) return undefined;
    // Rates and the time left go on while a large file is read, of which no event tells.
    const timer = setInterval(() => looker.current?.(), 1_000);
    return () => clearInterval(timer);
  }, [going]);
  // The connection was gone: events may have been missed.
  const seen = useRef(stamp);
  useEffect(() => {
    if (seen.current === stamp) return;
    seen.current = stamp;
    looker.current?.();
  }, [stamp]);
  return {
    sync,
    async start(source) {
      try {
        setSync(await client.startSync({ body: source === undefined ? {} : { source } }));
      } catch (error) {
        toastError(error);
      }
    },
    async cancel() {
      try {
        setSync((await client.cancelSync()).sync);
      } catch (error) {
        toastError(error);
      }
    },
  };
}
