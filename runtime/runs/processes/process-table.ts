/** A look at all processes, for finding everything that a run started. Taken only when something has to be ended. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

/** Every process, by /proc on Linux and ps(1) elsewhere. Zombies are left out: they have ended. */
export async function listProcesses(platform: NodeJS.Platform = process.platform): Promise<ProcessRow[]> {
  if (platform !== 'linux') {
    const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], {
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields.length === 4 && !fields[3]!.startsWith('Z'))
      .map(([pid, parent, group]) => ({ pid: Number(pid), parent: Number(parent), group: Number(group) }));
  }
  const rows: ProcessRow[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') continue;
      rows.push({ pid: Number(name), parent: Number(fields[1]), group: Number(fields[2]) });
    } catch {
      // Gone since the folder was listed.
    }
  }
  return rows;
}

/** The groups' members and all their descendants. */
export function treeOf(rows: readonly ProcessRow[], groups: ReadonlySet<number>): Set<number> {
  const members = new Set(rows.filter((row) => groups.has(row.group)).map((row) => row.pid));
  let grew = true;
  while (grew) {
    grew = false;
    for (const row of rows) {
      if (members.has(row.pid) || !members.has(row.parent)) continue;
      members.add(row.pid);
      grew = true;
    }
  }
  const alive = new Set(rows.map((row) => row.pid));
  return new Set([...members].filter((pid) => alive.has(pid)));
}

/**
 * Processes that carry `mark` (a `NAME=value`) in the environment they were started with: what left its group and its
 * parents is still found by it. A process of another user cannot be read, and is not ours.
 */
export async function markedProcesses(
  mark: string,
  platform: NodeJS.Platform = process.platform,
): Promise<number[]> {
  if (platform !== 'linux') {
    // macOS shows the environment of one's own processes with -E (ps(1)).
    const { stdout } = await run('ps', ['-A', '-E', '-ww', '-o', 'pid=,command='], {
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout
      .split('\n')
      .filter((line) => ` ${line} `.includes(` ${mark} `))
      .map((line) => Number(line.trim().split(/\s+/)[0]));
  }
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      const environment = await readFile(`/proc/${name}/environ`, 'latin1');
      if (`\0${environment}`.includes(`\0${mark}\0`)) found.push(Number(name));
    } catch {
      // Another user's, or gone.
    }
  }
  return found;
}
