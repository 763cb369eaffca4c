/** Time as a port: nothing in schedule or runs reads the machine's clock by itself. */
export interface Clock {
    /** Wall clock, ms since 1970. May jump. */
    now(): number;
    /** Monotonic, ms. Never goes back. */
    monotonic(): number;
    /** Calls once after `ms`; the timer does not keep the process alive. @returns a function that cancels it. */
    after(ms: number, call: () => void): () => void;
}
export declare const systemClock: Clock;
/** ISO 8601 in UTC with milliseconds: how every moment is stored and sent. */
export declare function isoAt(ms: number): string;
