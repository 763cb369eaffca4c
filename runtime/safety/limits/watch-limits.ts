/**
 * Watches what a run uses, all its processes together, and says when it is more than it may. The kernel counts none of this for
 * a tree of processes without control groups, which a plain user has not everywhere and macOS has not at all; so it is
 * looked at, only while a run has limits, and more often the nearer it gets to one.
 */
import { formatDuration } from '#shared/nouns/duration.ts';
import type { Limits } from '#shared/nouns/confinement.ts';
import type { Clock } from '../../clock.ts';
import { RunTree } from '../../runs/processes/run-tree.ts';
import { CpuAccount } from './cpu-account.ts';
import { usageOf, type ProcessUsage } from './usage.ts';

const LOOK_MS = 500;
const CLOSE_LOOK_MS = 100;
/** From this share of a limit on it is looked at closely. */
const NEAR = 0.6;

/** The limits that are watched here; output and time are watched where they come about. */
export const WATCHED = ['cpu', 'memory', 'processes'] as const;
export type Watched = (typeof WATCHED)[number];
/** ms, bytes, a number. */
export type Usage = Readonly<Record<Watched, number>>;

export interface WatchLimitsOptions {
  readonly limits: Limits;
  /** The process groups that were started: their leaders' pids. */
  readonly groups: () => ReadonlySet<number>;
  /** `LUKA_MARK=…` of the run. */
  readonly mark: string;
  readonly clock: Clock;
  /** Once, for the limit that was exceeded first. Nothing is watched after it: the run is to be ended. */
  readonly onExceeded: (which: Watched, detail: string) => void;
  /** The one that will end the run: it knows then whom was seen. */
  readonly tree?: RunTree | undefined;
  readonly usageOf?: ((pids: readonly number[]) => Promise<ProcessUsage[]>) | undefined;
}

export interface LimitWatch {
  stop(): void;
  /** The most of each that was seen. */
  peak(): Usage;
}

export function watchLimits(options: WatchLimitsOptions): LimitWatch {
  const { limits, groups, mark, clock, onExceeded } = options;
  const tree = options.tree ?? new RunTree({ groups, mark });
  const measure = options.usageOf ?? usageOf;
  const account = new CpuAccount();
  let peak: Usage = { cpu: 0, memory: 0, processes: 0 };
  let last: Usage = peak;
  let stopped = !WATCHED.some((which) => limits[which] !== undefined);
  let cancel: (() => void) | undefined;

  const take = async (): Promise<Usage> => {
    const rows = await tree.look();
    const usages = await measure(rows.map(({ pid }) => pid));
    const memory = usages.reduce((sum, usage) => sum + usage.memory, 0);
    return { cpu: account.add(usages), memory, processes: rows.length };
  };

  const look = async () => {
    let now = last;
    try {
      now = await take();
    } catch {
      // The table cannot be read just now (no descriptors left, no process for ps): it is looked at again soon.
    }
    if (stopped) return;
    peak = mostOf(peak, now);
    const exceeded = WATCHED.find((which) => now[which] > (limits[which] ?? Infinity));
    if (exceeded !== undefined) {
      stopped = true;
      onExceeded(exceeded, describe(exceeded, now[exceeded], limits[exceeded]!));
      return;
    }
    cancel = clock.after(isNear(limits, last, now) ? CLOSE_LOOK_MS : LOOK_MS, () => void look());
    last = now;
  };

  // The first looks are close ones: nothing is known of how fast it grows.
  if (!stopped) cancel = clock.after(CLOSE_LOOK_MS, () => void look());
  return {
    stop() {
      stopped = true;
      cancel?.();
    },
    peak: () => peak,
  };
}

/** Close to a limit, or on the way to be over it by the next look. */
function isNear(limits: Limits, last: Usage, now: Usage): boolean {
  return WATCHED.some((which) => {
    const limit = limits[which] ?? Infinity;
    return (
      now[which] >= limit * NEAR ||
      now[which] + (now[which] - last[which]) * (LOOK_MS / CLOSE_LOOK_MS) >= limit
    );
  });
}

function mostOf(a: Usage, b: Usage): Usage {
  return {
    cpu: Math.max(a.cpu, b.cpu),
    memory: Math.max(a.memory, b.memory),
    processes: Math.max(a.processes, b.processes),
  };
}

function describe(which: Watched, used: number, limit: number): string {
  switch (which) {
    case 'cpu':
      return `used ${formatDuration(used)} of the processor, more than ${formatDuration(limit)}`;
    case 'memory':
      return `used ${inMegabytes(used)} of memory, more than ${inMegabytes(limit)}`;
    case 'processes':
      return `had ${used} processes, more than ${limit}`;
  }
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
