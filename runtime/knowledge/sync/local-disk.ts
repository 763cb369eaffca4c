/** Whether a folder is on a disk of this machine, which answers or fails: what is far away may do neither. */
import { statfs } from 'node:fs/promises';

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

/** @param path real, absolute. False where it cannot be told. */
export async function isOnLocalDisk(
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  // The numbers of file systems differ from one macOS to the next; what is not the system's own disk is mounted there.
  if (platform === 'darwin') return !path.startsWith('/Volumes/') && !path.startsWith('/Network/');
  if (platform !== 'linux') return false;
  const { type } = await statfs(path);
  return !FAR.has(type >>> 0);
}
