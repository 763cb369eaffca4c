/** Waits, but not for ever: what hangs in the kernel cannot be called back. */
import { TimedOut } from './bounded-io.ts';

export interface Limit {
  readonly ms: number;
  /** By the monotonic clock; now where left out. */
  readonly since?: number;
}

/** @throws TimedOut; what the promise is rejected with; the reason of the signal */
export async function within<T>(promise: Promise<T>, limit?: Limit, signal?: AbortSignal): Promise<T> {
  const ends: (() => void)[] = [];
  const ended = new Promise<never>((_, reject) => {
    if (limit) {
      const { ms, since = performance.now() } = limit;
      const left = Math.max(0, since + ms - performance.now());
      const timer = setTimeout(() => reject(new TimedOut(`not answered within ${ms / 1_000} s`)), left);
      ends.push(() => clearTimeout(timer));
    }
    if (!signal) return;
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    ends.push(() => signal.removeEventListener('abort', abort));
  });
  try {
    return await Promise.race([promise, ended]);
  } finally {
    for (const end of ends) end();
  }
}
