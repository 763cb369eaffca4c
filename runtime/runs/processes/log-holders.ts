/**
 * Who holds the log of a run open as its output: what was started with nohup, or went to another session, mostly still
 * does. Only descriptors 0 to 2 that may be written count: a person may follow a log with tail(1), and Luka itself has it
 * open, as has for a moment whatever Luka is just about to start.
 */
import { execFile } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Linux only; the kernel answers at once. */
export function holdsLog(pid: number, logs: ReadonlySet<string>): boolean {
  return logs.size > 0 && [1, 2, 0].some((fd) => isWrittenBy(pid, fd, logs));
}

function isWrittenBy(pid: number, fd: number, logs: ReadonlySet<string>): boolean {
  try {
    if (!logs.has(readlinkSync(`/proc/${pid}/fd/${fd}`))) return false;
    // Octal; the lowest two bits are O_ACCMODE (proc_pid_fdinfo(5)).
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'latin1'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & 3) !== 0;
  } catch {
    // Closed, gone, or another user's.
    return false;
  }
}

/** The same by lsof(8), which macOS has. It ends with 1 where nobody holds them. */
export async function logHolders(logs: readonly string[]): Promise<number[]> {
  const asked = run('/usr/sbin/lsof', ['-n', '-P', '-w', '-F', 'pfa', '--', ...logs], { timeout: 5_000 });
  return asked.then(
    ({ stdout }) => parseLsof(stdout),
    () => [],
  );
}

/** One field a line: `p` pid, `f` descriptor, `a` access (r, w, u). */
export function parseLsof(text: string): number[] {
  const found = new Set<number>();
  let pid = 0;
  let standard = false;
  for (const line of text.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) pid = Number(value);
    else if (line.startsWith('f')) standard = /^[012]$/.test(value);
    else if (line.startsWith('a') && standard && (value === 'w' || value === 'u')) found.add(pid);
  }
  return [...found];
}
