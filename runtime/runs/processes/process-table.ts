/** A look at all processes, for finding everything that a run started. Taken only when something has to be ended. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { eachOf } from './each-of.ts';

const run = promisify(execFile);

export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** The pid that leads its session; 0 where the system does not tell (ps(1) of macOS). */
  readonly session: number;
  /** As `lookUpStart` tells it: with the pid it is this process and no later one. */
  readonly started: string;
}

/** Every process, by /proc on Linux and ps(1) elsewhere. Zombies are left out: they have ended. */
export async function listProcesses(platform: NodeJS.Platform = process.platform): Promise<ProcessRow[]> {
  if (platform !== 'linux') {
    const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='], {
      maxBuffer: 16 * 1024 * 1024,
      // As in identity.ts: the text is compared.
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    });
    return parsePs(stdout);
  }
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const rows = await eachOf(names, async (name) => {
    // Gone since the folder was listed.
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
    return stat === undefined ? undefined : parseStat(stat);
  });
  return rows.filter((row) => row !== undefined);
}

/** The command name may hold spaces and brackets: fields are counted from the last bracket (proc_pid_stat(5)). */
export function parseStat(stat: string): ProcessRow | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group, session] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  return {
    pid: Number.parseInt(stat, 10),
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    started: fields[19]!,
  };
}

/** What `ps -o pid=,ppid=,pgid=,stat=,lstart=` prints. */
export function parsePs(text: string): ProcessRow[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, group, state, started] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+)$/.exec(line) ?? [];
    if (pid === undefined || state?.startsWith('Z')) return [];
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        session: 0,
        started: started!.trim(),
      },
    ];
  });
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
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await eachOf(names, async (name) =>
    (await hasMark(Number(name), mark)) ? [Number(name)] : [],
  );
  return found.flat();
}

/** By the environment that the process was started with. Linux only. */
export async function hasMark(pid: number, mark: string): Promise<boolean> {
  // Another user's, or gone.
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  return `\0${environment}`.includes(`\0${mark}\0`);
}
