/** The machine that Luka runs on, as lint rules see it. */
import { constants } from 'node:fs';
import { access, lstat, open, stat } from 'node:fs/promises';
import { hasCode } from '../../home/atomic-file.ts';
import type { MachineFacts, OwnerFact, PathFact } from './facts.ts';

const HEAD_BYTES = 256;

/** What it cannot know of a machine (how long jobs take, when it sleeps) is added by whoever does. */
export function createMachineFacts(home: string): MachineFacts {
  return { home, look, head, owner, canWrite };
}

async function look(path: string): Promise<PathFact> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    // Nobody may, not even root.
    if ((found.mode & 0o111) === 0) return 'file';
    return await access(path, constants.X_OK).then(
      () => 'executable' as const,
      () => 'file' as const,
    );
  } catch (error) {
    return hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR') ? 'missing' : 'unknown';
  }
}

async function head(path: string): Promise<string> {
  try {
    // A pipe that nobody writes into would be waited for.
    await using handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!(await handle.stat()).isFile()) return '';
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } catch {
    return '';
  }
}

async function owner(path: string): Promise<OwnerFact | undefined> {
  try {
    const own = await lstat(path);
    const link = own.isSymbolicLink();
    const { uid, mode } = link ? await stat(path) : own;
    return { uid, mode: mode & 0o7777, link };
  } catch {
    return undefined;
  }
}

async function canWrite(path: string): Promise<boolean | undefined> {
  try {
    await access(path, constants.W_OK);
    return true;
  } catch (error) {
    return hasCode(error, 'EACCES') || hasCode(error, 'EPERM') || hasCode(error, 'EROFS') ? false : undefined;
  }
}
