import { spawnSync } from 'node:child_process';

/**
 * Whether a process still does anything. One that has ended but was not yet collected by its parent (a zombie; in a
 * container the first process may never collect it) does not.
 */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) throw new TypeError(`${pid} is no process`);
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}
