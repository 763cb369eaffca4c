import type { Clock } from '../../clock.ts';

/**
 * kill(2). @param pid a process, or a group where it is negative
 * @returns false where nobody is there who could be signalled
 */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))
      return false;
    throw error;
  }
}

/** True while the process exists and is ours; a zombie counts. */
export function isRunning(pid: number): boolean {
  return signal(pid, 0);
}

/** True while any process of the group exists. */
export function groupExists(group: number): boolean {
  return signal(-group, 0);
}

/** The clock's timers do not keep Luka alive, and while it starts nothing else does: what a crash left must still be ended. */
export function pause(clock: Clock, ms: number): Promise<void> {
  const hold = setInterval(() => undefined, ms);
  return new Promise<void>((resolve) => clock.after(ms, resolve)).finally(() => clearInterval(hold));
}
