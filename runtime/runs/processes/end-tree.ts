/** Ends everything a run started: SIGTERM, a grace, then SIGKILL, until nothing is left. */
import type { Clock } from '../../clock.ts';
import { RunTree } from './run-tree.ts';
import { groupExists, pause, signal } from './signal.ts';

/** There is no event for the end of a process that is not our child: it is looked for, only while something is being ended. */
const LOOK_MS = 20;
/** How long SIGKILL may take to show: a process in uninterruptible sleep dies when its system call returns. */
const KILL_PATIENCE_MS = 5_000;

export interface EndTreeOptions {
  /** The process groups that were started: their leaders' pids. */
  readonly groups: ReadonlySet<number>;
  /** `LUKA_MARK=…` of the run, to find what left its group. */
  readonly mark: string;
  readonly graceMs: number;
  readonly clock: Clock;
  /** The files that its processes write to as their output: absolute and real. */
  readonly logs?: readonly string[] | undefined;
  /** One that looked before, and knows what has hidden since. */
  readonly tree?: RunTree | undefined;
}

/** Never throws: a look that fails is tried again. @returns how many processes were found, and the pids that would not end (empty but for uninterruptible sleep) */
export async function endTree(options: EndTreeOptions): Promise<{ ended: number; left: number[] }> {
  const { clock, graceMs, groups, mark, logs } = options;
  const tree = options.tree ?? new RunTree({ groups: () => groups, mark, logs });
  let alive = await survivors(tree, groups);
  const all = new Set(alive);
  for (const group of groups) signal(-group, 'SIGTERM');
  for (const pid of alive) signal(pid, 'SIGTERM');
  const termAt = clock.monotonic();
  while (alive.length > 0 && clock.monotonic() - termAt < graceMs) {
    await pause(clock, LOOK_MS);
    alive = await survivors(tree, groups);
    for (const pid of alive) all.add(pid);
  }
  const killAt = clock.monotonic();
  while (alive.length > 0 && clock.monotonic() - killAt < KILL_PATIENCE_MS) {
    for (const group of groups) signal(-group, 'SIGKILL');
    for (const pid of alive) signal(pid, 'SIGKILL');
    const known = all.size;
    alive = await survivors(tree, groups);
    for (const pid of alive) all.add(pid);
    // Something that multiplies is not given the time to.
    if (alive.length > 0 && all.size === known) {
      await pause(clock, LOOK_MS);
      alive = await survivors(tree, groups);
    }
  }
  return { ended: all.size - alive.length, left: alive };
}

async function survivors(tree: RunTree, groups: ReadonlySet<number>): Promise<number[]> {
  try {
    return (await tree.look()).map(({ pid }) => pid);
  } catch {
    // The table cannot be read just now (no descriptors left, no process for ps): the groups still can be asked.
    return [...groups].filter(groupExists);
  }
}

/** Resolves when the group has no member any more, or after `ms`. */
export async function groupEnd(group: number, ms: number, clock: Clock): Promise<void> {
  const start = clock.monotonic();
  while (groupExists(group) && clock.monotonic() - start < ms) await pause(clock, LOOK_MS / 4);
}
