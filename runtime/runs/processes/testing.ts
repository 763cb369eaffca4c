/** For tests of processes. */
import { spawnSync } from 'node:child_process';

/** What has ended and nobody asked after is no process any more: state Z of ps(1). */
export function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}
