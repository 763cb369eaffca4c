/** Ends everything a run started: SIGTERM, a grace, then SIGKILL, until nothing is left. */
import type { Clock } from '../../clock.ts';
import { listProcesses, markedProcesses, treeOf, type ProcessRow } from './process-table.ts';
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
}

/** Never throws: a look that fails is tried again. @returns how many processes were found, and the pids that would not end (empty but for uninterruptible sleep) */
export async function endTree(options: EndTreeOptions): Promise<{ ended: number; left: number[] }> {
  const { clock, graceMs } = options;
  let alive = await survivors(options);
  const all = new Set(alive);
  for (const group of options.groups) signal(-group, 'SIGTERM');
  for (const pid of alive) signal(pid, 'SIGTERM');
  const termAt = clock.monotonic();
  while (alive.length > 0 && clock.monotonic() - termAt < graceMs) {
    await pause(clock, LOOK_MS);
    alive = await survivors(options);
    for (const pid of alive) all.add(pid);
  }
  const killAt = clock.monotonic();
  while (alive.length > 0 && clock.monotonic() - killAt < KILL_PATIENCE_MS) {
    for (const group of options.groups) signal(-group, 'SIGKILL');
    for (const pid of alive) signal(pid, 'SIGKILL');
    await pause(clock, LOOK_MS);
    alive = await survivors(options);
    for (const pid of alive) all.add(pid);
  }
  return { ended: all.size - alive.length, left: alive };
}

async function survivors(options: EndTreeOptions): Promise<number[]> {
  let rows: ProcessRow[];
  let marked: number[];
  try {
    [rows, marked] = await Promise.all([listProcesses(), markedProcesses(options.mark)]);
  } catch {
    // The table cannot be read just now (no descriptors left, no process for ps): the groups still can be asked.
    return [...options.groups].filter(groupExists);
  }
  const tree = treeOf(rows, options.groups);
  const alive = new Set(rows.map((row) => row.pid));
  for (const pid of marked) if (alive.has(pid)) tree.add(pid);
  tree.delete(process.pid);
  return [...tree];
}

/** Resolves when the group has no member any more, or after `ms`. */
export async function groupEnd(group: number, ms: number, clock: Clock): Promise<void> {
  const start = clock.monotonic();
  while (groupExists(group) && clock.monotonic() - start < ms) await pause(clock, LOOK_MS / 4);
}
