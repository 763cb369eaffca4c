/** Waits for the end of a process that is not our child. */
import type { Clock } from '../../clock.ts';
import { lookUpStart } from './identity.ts';
import { isRunning, pause } from './signal.ts';

/**
 * Neither POSIX nor Node has an event for it (Linux's pidfd and the kqueue of macOS are not in Node), so it is looked
 * for, and only while there is such a process.
 */
const LOOK_MS = 500;

export interface ProcessIdentity {
  readonly pid: number;
  /** As `lookUpStart` tells it. */
  readonly started: string;
}

/** Resolves when the process is gone, or its pid is another's. */
export async function awaitStranger(
  process: ProcessIdentity,
  clock: Clock,
  startOf: (pid: number) => Promise<string | undefined> = lookUpStart,
): Promise<void> {
  while (await isSame(process, startOf)) await pause(clock, LOOK_MS);
}

async function isSame({ pid, started }: ProcessIdentity, startOf: typeof lookUpStart): Promise<boolean> {
  if (!isRunning(pid)) return false;
  try {
    return (await startOf(pid)) === started;
  } catch {
    // It cannot be told just now: it is asked again.
    return true;
  }
}
