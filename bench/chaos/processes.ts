/** Processes that a home has started, by what stands in their environment: Luka itself is none of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { markedProcesses } from '#runtime/runs/processes/process-table.ts';
import { signal } from '#runtime/runs/processes/signal.ts';

export interface HomeProcess {
  readonly pid: number;
  /** The run it was started for, and its task; unknown where the system does not show environments. */
  readonly run?: string | undefined;
  readonly task?: string | undefined;
}

/** Those that are alive; zombies have ended. Read by other means than Luka's own where the system has /proc. */
export async function processesOf(home: string): Promise<HomeProcess[]> {
  const mark = `LUKA_HOME=${home}`;
  if (process.platform !== 'linux') return (await markedProcesses(mark)).map((pid) => ({ pid }));
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const environment = readFileSync(`/proc/${name}/environ`, 'latin1').split('\0');
      if (!environment.includes(mark) || isZombie(name)) return [];
      const valueOf = (variable: string) =>
        environment.find((entry) => entry.startsWith(`${variable}=`))?.slice(variable.length + 1);
      return [{ pid: Number(name), run: valueOf('LUKA_RUN_ID'), task: valueOf('LUKA_TASK') }];
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
    for (const { pid } of found) signal(pid, 'SIGKILL');
}

export function describeProcess({ pid, run, task }: HomeProcess): string {
  return `process ${pid}${run === undefined ? '' : ` of run #${run} (${task ?? 'an order'})`}`;
}
