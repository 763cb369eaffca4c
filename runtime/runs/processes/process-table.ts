/** A look at all processes, for finding everything that a run started. Taken only when something has to be ended. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { hasCode } from '../../home/atomic-file.ts';
import { eachOf } from './each-of.ts';

const run = promisify(execFile);

/** How many processes are asked about in one turn of the event loop: about a millisecond. */
const SLICE = 64;

export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** The pid that leads its session; 0 where the system does not tell (ps(1) of macOS). */
  readonly session: number;
  /** As `lookUpStart` tells it: with the pid it is this process and no later one. */
  readonly started: string;
}

let going: Promise<ProcessRow[]> | undefined;
let next: Promise<ProcessRow[]> | undefined;

/**
 * Every process, by /proc on Linux and ps(1) elsewhere. Zombies are left out: they have ended. Whoever asks while a look is
 * being taken gets the one after it, together with all others who do: none is older than the question.
 */
export function listProcesses(platform: NodeJS.Platform = process.platform): Promise<readonly ProcessRow[]> {
  if (!going) {
    going = takeList(platform).finally(() => (going = undefined));
    return going;
  }
  const again = () => {
    next = undefined;
    return listProcesses(platform) as Promise<ProcessRow[]>;
  };
  next ??= going.then(again, again);
  return next;
}

async function takeList(platform: NodeJS.Platform): Promise<ProcessRow[]> {
  if (platform !== 'linux') {
    const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='], {
      maxBuffer: 16 * 1024 * 1024,
      // As in identity.ts: the text is compared.
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    });
    return parsePs(stdout);
  }
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const rows: ProcessRow[] = [];
  for (let start = 0; start < names.length; start += SLICE) {
    // The kernel answers from memory, in 10 to 20 µs; Node's threads take ten times as long to hand the answer over.
    for (const name of names.slice(start, start + SLICE)) {
      const row = readStat(name);
      if (row) rows.push(row);
    }
    await setImmediate();
  }
  return rows;
}

function readStat(name: string): ProcessRow | undefined {
  try {
    return parseStat(readFileSync(`/proc/${name}/stat`, 'utf8'));
  } catch (error) {
    // Gone since the folder was listed.
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return undefined;
    throw error;
  }
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
  const found = await eachOf(names, async (name) => {
    // Another user's, or gone.
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
    return `\0${environment}`.includes(`\0${mark}\0`) ? [Number(name)] : [];
  });
  return found.flat();
}
