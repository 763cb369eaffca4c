/** Words that change as time passes. One timer for all of them, and none where nothing on the page needs it. */
import { useSyncExternalStore } from 'react';
import { machineNow } from '../live/machine-clock.ts';
import { agoWords, dueWords, durationWords, elapsedWords, exactTime, msBetween } from '../words/time.ts';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = machineNow();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = machineNow();
  timer ??= setInterval(() => {
    now = machineNow();
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
export function useWords(say: (now: number) => string): string {
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

/** What is due within a few hours: `in 4 min`. Nothing further off, where the time itself says it better. */
export function DueSoon({ at, className }: { at: string; className?: string }) {
  const text = useWords((moment) => {
    const words = dueWords(at, moment);
    return words === 'now' || words.startsWith('in ') ? words : '';
  });
  return text === '' ? null : <span className={className}>{text}</span>;
}

interface Timed {
  /** A run that waits, for the first time or again, takes no time meanwhile. */
  readonly state?: string;
  readonly startedAt?: string | undefined;
  readonly endedAt?: string | undefined;
  readonly durationMs?: number | undefined;
}

/** How long something took, or has been going. Nothing before it has started. */
export function Took({
  of: { state, startedAt, endedAt, durationMs },
  className,
}: {
  of: Timed;
  className?: string;
}) {
  const going =
    state !== 'queued' && startedAt !== undefined && endedAt === undefined && durationMs === undefined;
  const live = useWords((moment) =>
    going ? elapsedWords(msBetween(startedAt, undefined, moment) ?? 0) : '',
  );
  const took = durationMs ?? (endedAt === undefined ? undefined : msBetween(startedAt, endedAt, 0));
  if (!going && took === undefined) return null;
  return <span className={className}>{going ? live : durationWords(took ?? 0)}</span>;
}
