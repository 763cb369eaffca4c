/** Luka's zone and clock, as its answers tell them: its days are what the schedule pages show, not the browser's. */
import { create } from 'zustand';
import { ownZone } from '../words/zone.ts';

/** A smaller difference is the way of the answer, not another clock. */
const SAME_CLOCK_MS = 5_000;

export const useMachineClock = create<{ readonly tz: string; readonly skew: number }>(() => ({
  tz: ownZone(),
  skew: 0,
}));

/** @param now the moment Luka answered, ISO 8601 */
export function learnClock({ now, tz }: { now?: string; tz: string }): void {
  useMachineClock.setState((known) => {
    const ahead = now === undefined ? known.skew : Date.parse(now) - Date.now();
    const skew = Math.abs(ahead) < SAME_CLOCK_MS ? 0 : ahead;
    // Answers take their time: a clock that is only a little further is the same clock.
    return known.tz === tz && Math.abs(skew - known.skew) < SAME_CLOCK_MS ? known : { tz, skew };
  });
}

/** ms since 1970, by Luka's clock. */
export function machineNow(): number {
  return Date.now() + useMachineClock.getState().skew;
}
