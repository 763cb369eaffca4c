/** For threads whose work nobody waits for: where processors are few, whoever answers a person goes first. */
import { getPriority, setPriority } from 'node:os';

/** A third of the others' share where there is not enough for all; everything where there is. sched(7) */
const NICENESS = 5;
const LAST = 19;

/**
 * On Linux a thread has a priority of its own (setpriority(2), "C library/kernel differences"), and this is that of the
 * calling one; elsewhere it would be that of all of Luka, and nothing is done.
 */
export function letOthersFirst(platform: NodeJS.Platform = process.platform): void {
  if (platform !== 'linux') return;
  try {
    setPriority(0, Math.min(LAST, getPriority() + NICENESS));
  } catch {
    // A jail may forbid even that: then all have the same share.
  }
}
