/** What a run's processes use: time on the processor, resident memory, how many they are. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** How many processes are asked about in one turn of the event loop: about a millisecond. */
const SLICE = 64;

export interface ProcessUsage {
  readonly pid: number;
  /** With the pid it is this process and no later one; empty where that is not told. */
  readonly started: string;
  /** Own time on the processor, ms. */
  readonly cpu: number;
  /** Of children that have ended and were waited for, ms; 0 where the system does not tell. */
  readonly endedCpu: number;
  /** Resident bytes. What several share counts for each. */
  readonly memory: number;
}

/** Units of /proc/pid/stat (proc_pid_stat(5)). */
export interface Units {
  readonly ticksPerSecond: number;
  readonly pageSize: number;
}

/** Linux has shown ticks as 1/100 s to programs on every architecture but alpha and ia64 (USER_HZ); pages differ. */
const TICKS = 100;
let units: Promise<Units> | undefined;

function readUnits(): Promise<Units> {
  units ??= run('getconf', ['PAGESIZE']).then(
    ({ stdout }) => ({ ticksPerSecond: TICKS, pageSize: Number(stdout) || 4_096 }),
    () => ({ ticksPerSecond: TICKS, pageSize: 4_096 }),
  );
  return units;
}

/** Of those that are still there. @throws the system's error where ps(1) cannot be started */
export async function usageOf(
  pids: readonly number[],
  platform: NodeJS.Platform = process.platform,
): Promise<ProcessUsage[]> {
  if (pids.length === 0) return [];
  if (platform !== 'linux') {
    const { stdout } = await run('ps', ['-A', '-o', 'pid=,rss=,time='], { maxBuffer: 16 * 1024 * 1024 });
    const wanted = new Set(pids);
    return parsePsUsage(stdout).filter(({ pid }) => wanted.has(pid));
  }
  const known = await readUnits();
  const found: ProcessUsage[] = [];
  for (let start = 0; start < pids.length; start += SLICE) {
    for (const pid of pids.slice(start, start + SLICE)) {
      const usage = readUsage(pid, known);
      if (usage) found.push(usage);
    }
    await setImmediate();
  }
  return found;
}

function readUsage(pid: number, known: Units): ProcessUsage | undefined {
  try {
    return parseStatUsage(readFileSync(`/proc/${pid}/stat`, 'utf8'), known);
  } catch {
    // Gone.
    return undefined;
  }
}

export function parseStatUsage(stat: string, { ticksPerSecond, pageSize }: Units): ProcessUsage {
  // From field 3 on: the command name may hold anything, also spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const numberOf = (field: number) => Number(fields[field - 3] ?? 0);
  const ticks = (field: number) => (numberOf(field) * 1_000) / ticksPerSecond;
  return {
    pid: Number.parseInt(stat, 10),
    started: fields[22 - 3] ?? '',
    cpu: ticks(14) + ticks(15),
    endedCpu: ticks(16) + ticks(17),
    memory: numberOf(24) * pageSize,
  };
}

/** What `ps -o pid=,rss=,time=` prints: KiB, and `[[dd-]hh:]mm:ss.cc` of macOS or `[dd-]hh:mm:ss` of others. */
export function parsePsUsage(text: string): ProcessUsage[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, rss, time] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s*$/.exec(line) ?? [];
    if (pid === undefined || rss === undefined || time === undefined) return [];
    return [
      { pid: Number(pid), started: '', cpu: parseTime(time), endedCpu: 0, memory: Number(rss) * 1_024 },
    ];
  });
}

function parseTime(time: string): number {
  const [days, clock] = time.includes('-') ? (time.split('-', 2) as [string, string]) : ['0', time];
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round((Number(days) * 86_400 + seconds) * 1_000);
}
