/** Words that change as time passes. One timer for all of them, and none where nothing on the page needs it. */
import { useSyncExternalStore } from 'react';
import { agoWords, dueWords, durationWords, elapsedWords, exactTime, msBetween } from '../words/time.ts';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Rendered again only when the words differ. */
function useWords(say: (now: number) => string): string {
  return useSyncExternalStore(subscribe, () => say(now));
}

/** How long ago: `4 min ago`, with the exact time on hover. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const text = useWords((moment) => agoWords(at, moment));
  return (
    <time dateTime={at} title={exactTime(at)} className={className}>
      {text}
    </time>
  );
}

/** When something is due: `in 4 min`. */
export function Due({ at, className }: { at: string; className?: string }) {
  const text = useWords((moment) => dueWords(at, moment));
  return (
    <time dateTime={at} title={exactTime(at)} className={className}>
      {text}
    </time>
  );
}

interface Timed {
  readonly startedAt?: string | undefined;
  readonly endedAt?: string | undefined;
  readonly durationMs?: number | undefined;
}

/** How long something took, or has been going. Nothing before it has started. */
export function Took({
  of: { startedAt, endedAt, durationMs },
  className,
}: {
  of: Timed;
  className?: string;
}) {
  const going = startedAt !== undefined && endedAt === undefined && durationMs === undefined;
  const live = useWords((moment) =>
    going ? elapsedWords(msBetween(startedAt, undefined, moment) ?? 0) : '',
  );
  const took = durationMs ?? (endedAt === undefined ? undefined : msBetween(startedAt, endedAt, 0));
  if (!going && took === undefined) return null;
  return <span className={className}>{going ? live : durationWords(took ?? 0)}</span>;
}
