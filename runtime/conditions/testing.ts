/** Real disks for tests, where the machine lets them be mounted. */
import { execFileSync } from 'node:child_process';

const MOUNT = '/bin/mount';

/** What keeps a disk from being mounted here, for the name of a test that is left out; undefined where nothing does. */
export function mountObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'tmpfs is of Linux';
  if (process.getuid?.() !== 0) return 'mounting takes root';
  try {
    // In a name space of its own: it is gone with the program.
    const program = '/usr/bin/unshare';
    execFileSync(program, ['--mount', MOUNT, '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'this machine does not let root mount';
  }
}

/** A disk of 1 MiB at the folder, until the scope that asked for it ends. */
export function mountDisk(folder: string): Disposable {
  execFileSync(MOUNT, ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  const program = '/bin/umount';
  return { [Symbol.dispose]: () => execFileSync(program, [folder]) };
}
