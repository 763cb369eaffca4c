/** Asks again and again how a service does. Nothing here knows how that is found out. */
import type { HealthCheck } from '#shared/nouns/service.ts';
import type { Clock } from '../clock.ts';

/** All in ms but `failures`. */
export interface HealthRules {
  readonly every: number;
  readonly timeout: number;
  /** Failures before that do not count, until it was healthy once. */
  readonly after: number;
  readonly failures: number;
}

/** A service that comes up is asked more often: whoever waits for it wants to know. */
const COMING_UP_MS = 500;

export function healthRules(check: HealthCheck): HealthRules {
  return {
    every: check.every ?? 10_000,
    timeout: check.timeout ?? 2_000,
    after: check.after ?? 5_000,
    failures: check.failures ?? 3,
  };
}

/** @returns what is wrong, or undefined. Ends at the latest soon after the signal. */
export type Probe = (signal: AbortSignal) => Promise<string | undefined>;

export interface HealthWatchOptions {
  readonly rules: HealthRules;
  readonly clock: Clock;
  readonly probe: Probe;
  /** Called when a look finds it healthy that did not before. */
  readonly onHealthy: () => void;
  /** Called once; nothing is asked after that. */
  readonly onUnhealthy: (complaint: string) => void;
  readonly onError: (error: unknown) => void;
}

export interface HealthWatch {
  stop(): void;
}

export function watchHealth(options: HealthWatchOptions): HealthWatch {
  const { rules, clock, probe, onHealthy, onUnhealthy, onError } = options;
  const stopped = new AbortController();
  const began = clock.monotonic();
  let failures = 0;
  let wasHealthy = false;
  let healthy = false;
  let cancel: (() => void) | undefined;

  const look = async (): Promise<void> => {
    const complaint = await judge(probe, rules.timeout, clock, stopped.signal);
    if (stopped.signal.aborted) return;
    if (complaint === undefined) {
      failures = 0;
      if (!healthy) onHealthy();
      healthy = wasHealthy = true;
    } else if (wasHealthy || clock.monotonic() - began >= rules.after) {
      failures += 1;
      if (failures >= rules.failures) {
        stopped.abort();
        onUnhealthy(complaint);
        return;
      }
    }
    arm(wasHealthy ? rules.every : Math.min(rules.every, COMING_UP_MS));
  };
  const arm = (ms: number): void => {
    cancel = clock.after(ms, () => void look().catch(onError));
  };
  arm(0);
  return {
    stop() {
      stopped.abort();
      cancel?.();
    },
  };
}

async function judge(
  probe: Probe,
  timeout: number,
  clock: Clock,
  stopped: AbortSignal,
): Promise<string | undefined> {
  const late = new AbortController();
  const cancel = clock.after(timeout, () => late.abort());
  try {
    const complaint = await probe(AbortSignal.any([late.signal, stopped]));
    return late.signal.aborted ? `no answer within ${timeout} ms` : complaint;
  } catch (error) {
    if (late.signal.aborted) return `no answer within ${timeout} ms`;
    return error instanceof Error ? error.message : String(error);
  } finally {
    cancel();
  }
}
