/**
 * A browser opens at most six connections to one address, and a page that streams holds one for as long as it lives:
 * many tabs would leave none for their requests. A tab in sight always streams; of the hidden ones only those with one
 * of a few seats do, shared between the tabs as locks, which a closed tab gives back by itself.
 */
const SEATS = 3;
let seated = false;

/** Whether this tab may stream now: it is in sight, or has a seat, or takes a free one. */
export async function mayStream(): Promise<boolean> {
  if (seated || document.visibilityState === 'visible' || !('locks' in navigator)) return true;
  for (let seat = 0; seat < SEATS && !seated; seat += 1) seated = await take(`luka.seat.${seat}`);
  return seated;
}

/** Resolves once the page is in sight, or the signal fires. */
export function untilVisible(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      if (document.visibilityState !== 'visible' && !signal.aborted) return;
      document.removeEventListener('visibilitychange', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    document.addEventListener('visibilitychange', done);
    signal.addEventListener('abort', done);
    done();
  });
}

function take(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      // Held for the life of the tab.
      return lock === null ? undefined : new Promise<never>(() => undefined);
    });
  });
}
