/** Processes that a home has started, by what stands in their environment: Luka itself is none of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { markedProcesses } from '#runtime/runs/processes/process-table.ts';
import { signal } from '#runtime/runs/processes/signal.ts';

/** Pids that are alive; zombies have ended. Read by other means than Luka's own where the system has /proc. */
export async function processesOf(home: string): Promise<number[]> {
  const mark = `LUKA_HOME=${home}`;
  if (process.platform !== 'linux') return markedProcesses(mark);
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const isOurs = readFileSync(`/proc/${name}/environ`, 'latin1').split('\0').includes(mark);
      return isOurs && !isZombie(name) ? [Number(name)] : [];
    } catch {
      // Gone, or another user's.
      return [];
    }
  });
}

function isZombie(pid: string): boolean {
  return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
}

/** As a power cut does: until none is left, for a process may be just about to start another. */
export async function killAll(home: string): Promise<void> {
  for (let found = await processesOf(home); found.length > 0; found = await processesOf(home))
    for (const pid of found) signal(pid, 'SIGKILL');
}

export function describeProcess(pid: number): string {
  try {
    return `${pid} (${readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim().slice(0, 80)})`;
  } catch {
    return String(pid);
  }
}
