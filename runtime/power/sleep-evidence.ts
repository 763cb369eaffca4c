/** What the system itself remembers of its sleep: it tells a machine that slept from a clock that was set. */
import { readFileSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import type { RunProgram } from '../conditions/run-program.ts';

export interface SleepEvidence {
  /**
   * The latest sleep that ended after `from`, ms since 1970; undefined where there was none. Where the system counts its
   * sleep but not when it was, the time is as if it had just ended.
   * @throws where it cannot be told
   */
  sleptSince(from: number): Promise<{ readonly from: number; readonly to: number } | undefined>;
}

/**
 * By the kernel's own record (`kern.sleeptime`, `kern.waketime`): wall clock at the last time it powered down and came
 * up. Every dark wake in the night is an end too, so a night has many and this is the last.
 */
export function createDarwinEvidence(run: RunProgram): SleepEvidence {
  return {
    async sleptSince(from) {
      const [slept, woke] = parseTimes(
        await run('/usr/sbin/sysctl', ['-n', 'kern.sleeptime', 'kern.waketime']),
      );
      // The wake time is 0 from the moment the kernel goes to sleep until it is up again.
      return woke > from && slept <= woke ? { from: Math.max(from, slept), to: woke } : undefined;
    },
  };
}

/** Two lines such as `{ sec = 1755573742, usec = 123456 } Thu Aug 20 09:00:00 2026`; 0 is never. */
export function parseTimes(text: string): [slept: number, woke: number] {
  const times = [...text.matchAll(/\{\s*sec\s*=\s*(\d+)\s*,\s*usec\s*=\s*(\d+)\s*\}/g)].map(
    ([, sec, usec]) => Number(sec) * 1_000 + Math.floor(Number(usec) / 1_000),
  );
  const [slept, woke] = times;
  if (slept === undefined || woke === undefined)
    throw new Error('sysctl does not say when the machine slept');
  return [slept, woke];
}

export interface LinuxEvidenceOptions {
  readonly clock: Clock;
  /** The text of /proc/uptime. Read in one go with the clock it is compared with: the kernel writes it at once. */
  readonly uptime?: (() => string) | undefined;
  /** CLOCK_MONOTONIC, ms. */
  readonly monotonic?: (() => number) | undefined;
}

/** How far /proc/uptime and the clock may differ without sleep: it counts hundredths, and the two are read in turn. */
const READING_MS = 500;

/**
 * /proc/uptime counts sleep (CLOCK_BOOTTIME), CLOCK_MONOTONIC does not (clock_gettime(2)): what the first gains over the
 * second was slept. Counted since the last question.
 * @throws where there is no /proc/uptime
 */
export function createLinuxEvidence(options: LinuxEvidenceOptions): SleepEvidence {
  const {
    clock,
    uptime = () => readFileSync('/proc/uptime', 'utf8'),
    monotonic = () => Number(process.hrtime.bigint()) / 1e6,
  } = options;
  const asleep = (): number => parseUptime(uptime()) - monotonic();
  let before = asleep();
  return {
    async sleptSince(from) {
      const now = asleep();
      const slept = now - before;
      before = now;
      const to = clock.now();
      return slept < READING_MS ? undefined : { from: Math.max(from, to - slept), to };
    },
  };
}

/** Seconds since boot and idle seconds (proc_uptime(5)). @returns the first, ms */
export function parseUptime(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s/.exec(text);
  if (!match) throw new Error('/proc/uptime says nothing');
  return Number(match[1]) * 1_000;
}

/** @returns undefined on systems that keep no record Luka can read */
export function createSleepEvidence(
  clock: Clock,
  run: RunProgram,
  platform: NodeJS.Platform = process.platform,
): SleepEvidence | undefined {
  if (platform === 'darwin') return createDarwinEvidence(run);
  return platform === 'linux' ? createLinuxEvidence({ clock }) : undefined;
}
