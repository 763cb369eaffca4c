/**
 * How often one client may ask. A token bucket kept as one number: the moment at which the client's bucket would be full
 * again (the "generic cell rate algorithm", ITU-T I.371), so that a client costs one entry however much it asks.
 */
import type { Clock } from '../clock.ts';

/** More clients than anyone has. Beyond them the one that was silent longest is forgotten, and starts anew. */
export const MAX_CLIENTS = 1_024;

const MINUTE = 60_000;
/** Below what a clock can tell (ms); keeps rounding from refusing one that waited exactly as long as it was told to. */
const NOTHING = 1e-6;

export type Taken = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };

export interface RateLimit {
  /** Counts a request where it may go on. One that is refused costs nothing: asking again too soon does not add to the wait. */
  take(client: string | number): Taken;
  /** How many clients it remembers. */
  readonly size: number;
}

export interface RateLimitOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Asked each time, so that a changed setting counts at once. 0 lets nothing through, Infinity everything. */
  readonly perMinute: () => number;
  /** How many may come at once after a rest; `perMinute` where left out. At least 1. */
  readonly burst?: number;
}

/** In any stretch of t ms no client gets more than `burst + t × perMinute / 60,000` requests. */
export function createRateLimit({ clock, perMinute, burst }: RateLimitOptions): RateLimit {
  /** Client to the moment its bucket is full. In order of the last request that went on. */
  const fullAt = new Map<string | number, number>();
  return {
    get size() {
      return fullAt.size;
    },
    take(client) {
      const rate = perMinute();
      if (rate === Infinity) return { ok: true };
      // Not `rate <= 0`: a setting that is no number must not open the door.
      if (!(rate > 0)) return { ok: false, retryAfterMs: MINUTE };
      const now = clock.monotonic();
      const each = MINUTE / rate;
      const most = Math.max(1, burst ?? Math.floor(rate));
      const full = Math.max(now, fullAt.get(client) ?? now);
      const wait = full - (most - 1) * each - now;
      if (wait > NOTHING) return { ok: false, retryAfterMs: Math.ceil(wait) };
      fullAt.delete(client);
      fullAt.set(client, full + each);
      if (fullAt.size > MAX_CLIENTS) fullAt.delete(fullAt.keys().next().value!);
      return { ok: true };
    },
  };
}
