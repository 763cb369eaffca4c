/** Time as a port: nothing in schedule or runs reads the machine's clock by itself. */
export interface Clock {
  /** Wall clock, ms since 1970. May jump. */
  now(): number;
  /** Monotonic, ms. Never goes back. */
  monotonic(): number;
  /** Calls once after `ms`; the timer does not keep the process alive. @returns a function that cancels it. */
  after(ms: number, call: () => void): () => void;
}

const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, call) {
    const end = performance.now() + ms;
    let timer: NodeJS.Timeout;
    const arm = () => {
      const left = end - performance.now();
      // setTimeout counts to 24.8 days and fires at once beyond.
      timer = setTimeout(left > LONGEST_TIMER ? arm : call, Math.min(Math.max(0, left), LONGEST_TIMER));
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  },
};

/** ISO 8601 in UTC with milliseconds: how every moment is stored and sent. */
export function isoAt(ms: number): string {
  return new Date(ms).toISOString();
}
