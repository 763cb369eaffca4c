import { statfs } from 'node:fs/promises';
import { onePerKey, within } from './bounded.ts';

const ask = onePerKey((path) => statfs(path));

/** What an ordinary user may still write (statvfs(3): f_bavail * f_frsize). @throws where the path is not there or hangs */
export async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await within(3_000, ask(path), () => new Error('the disk does not answer'));
  return bavail * bsize;
}
