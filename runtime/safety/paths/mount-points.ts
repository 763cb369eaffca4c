/** Folders in which volumes are mounted. Without its volume a place there is a folder of the system's disk, or none. */
import { dirname } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode } from '../../home/atomic-file.ts';
import type { PathFs, PathStat } from './path-fs.ts';
import { quotePath } from './path-text.ts';

const MOUNT_FOLDERS = [/^(\/Volumes\/[^/]+)/, /^(\/mnt\/[^/]+)/, /^(\/(?:run\/)?media\/[^/]+\/[^/]+)/];

/**
 * @param real a path without links
 * @throws LukaError path_unmounted
 */
export async function checkMounted(real: string, fs: PathFs, platform: NodeJS.Platform): Promise<void> {
  for (const pattern of MOUNT_FOLDERS) {
    const place = pattern.exec(real)?.[1];
    if (place !== undefined && !(await isMounted(place, fs, platform)))
      throw new LukaError('path_unmounted', { message: `no volume is mounted at ${quotePath(place)}` });
  }
}

async function isMounted(place: string, fs: PathFs, platform: NodeJS.Platform): Promise<boolean> {
  let own: PathStat;
  let parent: PathStat;
  try {
    [own, parent] = await Promise.all([fs.lstat(place), fs.lstat(dirname(place))]);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
  if (own.dev !== parent.dev || !own.isDirectory()) return true;
  // macOS itself keeps folders of /Volumes for mounting only; elsewhere people keep plain ones beside the mount points.
  if (platform === 'darwin' && place.startsWith('/Volumes/')) return false;
  return !(await fs.isEmpty(place));
}
