/** Whether a folder is on a disk of this machine, which answers or fails: what is far away may do neither. */
import { readFile } from 'node:fs/promises';
import { fileSystemOf, isNetwork } from '../../doctor/file-system-of.ts';

/** Kinds of file systems whose answers come from elsewhere, or from a program. statfs(2) */
const FAR = new Set([
  0x6969, // NFS
  0xff534d42, // CIFS
  0xfe534d42, // SMB2
  0x517b, // SMB
  0x65735546, // FUSE
  0x01021997, // 9p
  0x5346414f, // AFS
  0x00c36400, // Ceph
  0x73757245, // Coda
]);

/** @param path real, absolute @param kindOf the number of the kind of its file system. False where it cannot be told. */
export async function isOnLocalDisk(
  path: string,
  kindOf: (path: string) => Promise<number>,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  // The numbers of file systems differ from one macOS to the next; what is not the system's own disk is mounted there.
  if (platform === 'darwin') return isOnSystemDisk(path);
  if (platform !== 'linux') return false;
  return !FAR.has((await kindOf(path)) >>> 0);
}

/** By the names alone of mounts, which the system has in memory: nothing is asked of the folders, nor of links in their paths. */
export async function seemLocal(
  folders: readonly string[],
  platform: NodeJS.Platform = process.platform,
): Promise<Set<string>> {
  if (platform === 'darwin') return new Set(folders.filter(isOnSystemDisk));
  const table = platform === 'linux' ? await readFile('/proc/self/mountinfo', 'utf8').catch(() => '') : '';
  const local = new Set<string>();
  for (const folder of folders) {
    const type = (await fileSystemOf(table, folder, 'mountinfo'))?.type;
    if (type !== undefined && !isNetwork(type) && !type.startsWith('fuse')) local.add(folder);
  }
  return local;
}

function isOnSystemDisk(path: string): boolean {
  return !path.startsWith('/Volumes/') && !path.startsWith('/Network/');
}
