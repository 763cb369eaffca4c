import type { Clock } from '../clock.ts';

/**
 * Calls when `limit` ms have passed since then (ms since 1970), or since now. A wall clock that was moved makes it no less
 * than at once and no more than all of the limit.
 * @returns a function that cancels it
 */
export function limitTime(
  clock: Clock,
  limit: number,
  since: number | undefined,
  call: () => void,
): () => void {
  const passed = since === undefined ? 0 : Math.min(Math.max(0, clock.now() - since), limit);
  return clock.after(limit - passed, call);
}
