/** Which process is meant: a pid is reused, a pid with its start time and the machine's boot is not. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Changes with every start of the machine: Linux's random boot_id (proc(5)), on macOS the boot time (sysctl(3),
 * kern.bootsessionuuid).
 */
export async function readBootId(platform: NodeJS.Platform = process.platform): Promise<string> {
  if (platform === 'linux') return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  if (platform === 'darwin')
    return (await run('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'])).stdout.trim();
  return 'unknown';
}

/**
 * When a process started, as an opaque text that is compared for equality: field 22 of /proc/pid/stat (clock ticks since
 * boot) or `ps -o lstart`. Undefined where the process is gone.
 * @throws the system's error where that cannot be told just now: no descriptors left, no process for ps
 */
export async function lookUpStart(
  pid: number,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  try {
    if (platform === 'linux') return startTicks(await readFile(`/proc/${pid}/stat`, 'utf8'));
    const { stdout } = await run('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], {
      // The text is compared, so it must not follow the language or the place of the person.
      env: { LC_ALL: 'C', TZ: 'UTC' },
    });
    return stdout.trim() || undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // ps ends with 1 where it found no such process.
    if (code === 'ENOENT' || code === 'ESRCH' || code === 1) return undefined;
    throw error;
  }
}

/** The same where "cannot tell" may count as gone. */
export async function processStart(
  pid: number,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  return lookUpStart(pid, platform).catch(() => undefined);
}

/** The command name in /proc/pid/stat may hold spaces and brackets: fields are counted from the last bracket. */
export function startTicks(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended: nothing is left to find.
  return fields[0] === 'Z' ? undefined : fields[19];
}
