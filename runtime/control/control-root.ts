/**
 * Where the control socket is: `control/` in the home, or, where the home's path is too long for a socket, an
 * owner-only folder under the system's temporary folder. Whoever may not enter the folder cannot connect.
 */
import { createHash } from 'node:crypto';
import { lstat, mkdir, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode } from '../home/atomic-file.ts';
import type { HomeLayout } from '../home/layout.ts';
import { checkRoot } from '../home/open-home.ts';

const SOCKET = 'luka.sock';
/** Bytes: sun_path holds 104 on macOS, 108 on Linux (unix(4), unix(7)), one of them for the final NUL. */
const LONGEST = 103;

export function socketPath(controlRoot: string): string {
  return join(controlRoot, SOCKET);
}

/** The folder for this home. It need not exist. */
export function controlRootOf(layout: HomeLayout, temporary: string = tmpdir()): string {
  const inHome = join(layout.root, 'control');
  if (fits(inHome)) return inHome;
  const hash = createHash('sha256').update(layout.root).digest('hex').slice(0, 16);
  const name = `luka-${process.getuid?.() ?? 'user'}-${hash}`;
  const inTemporary = join(temporary, name);
  return fits(inTemporary) ? inTemporary : join('/tmp', name);
}

/**
 * Makes the folder where it is absent, and refuses one that others can enter or that is not ours.
 * @throws LukaError home_foreign, home_loose, home_not_ours, home_unusable
 */
export async function makeControlRoot(root: string): Promise<void> {
  try {
    // Not recursive: its parent is there, and what stands in its place already is judged, not changed.
    const made = await mkdir(root, { mode: 0o700 }).then(
      () => true,
      (error: unknown) => {
        if (hasCode(error, 'EEXIST')) return false;
        throw error;
      },
    );
    if (made) await chmod(root, 0o700);
    checkRoot(root, await lstat(root));
  } catch (error) {
    if (error instanceof LukaError) throw withRemedy(root, error);
    throw new LukaError('home_unusable', {
      message: `the folder of the control socket, ${root}, cannot be made (${String(error)})`,
      cause: error,
    });
  }
}

/**
 * Checks, before anything is sent, that the socket and its folder are this user's own.
 * @returns false where there is no socket
 * @throws LukaError home_foreign, home_loose, home_not_ours
 */
export async function checkSocket(root: string): Promise<boolean> {
  try {
    checkRoot(root, await lstat(root));
    const stat = await lstat(socketPath(root));
    if (!stat.isSocket()) return false;
    const uid = process.getuid?.();
    if (uid !== undefined && stat.uid !== uid)
      throw new LukaError('home_foreign', {
        message: `the control socket in ${root} belongs to user ${stat.uid}`,
      });
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return false;
    throw error instanceof LukaError ? withRemedy(root, error) : error;
  }
}

/** The home's own remedies speak of LUKA_HOME, which does not move every socket folder. */
function withRemedy(root: string, error: LukaError): LukaError {
  if (error.code === 'home_loose') return error;
  return new LukaError(error.code, {
    message: error.message,
    remedy: `remove ${root}, then start Luka again`,
  });
}

function fits(root: string): boolean {
  return Buffer.byteLength(socketPath(root)) <= LONGEST;
}
