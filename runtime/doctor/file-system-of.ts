/** Which file system a path is on, read from the table of mounts. Pure. */

export interface FileSystem {
  readonly path: string;
  readonly source: string;
  /** As the system calls it: `ext4`, `apfs`, `nfs4`. */
  readonly type: string;
}

/**
 * @param table /proc/self/mountinfo (proc_pid_mountinfo(5)), or what mount(8) of macOS prints
 * @returns undefined where no mount holds the path
 */
export async function fileSystemOf(
  table: string,
  path: string,
  form: 'mountinfo' | 'mount',
): Promise<FileSystem | undefined> {
  const mounts = table.split('\n').flatMap((line) => (form === 'mount' ? readMount(line) : readInfo(line)));
  // Of two on one place the later one is seen.
  return mounts
    .filter((mount) => mount.path === '/' || path === mount.path || path.startsWith(`${mount.path}/`))
    .reduce<FileSystem | undefined>(
      (best, mount) => (best === undefined || mount.path.length >= best.path.length ? mount : best),
      undefined,
    );
}

function readInfo(line: string): FileSystem[] {
  const [place, kind] = line.split(' - ');
  const path = place?.split(' ')[4];
  const [type, source = ''] = kind?.split(' ') ?? [];
  if (path === undefined || type === undefined) return [];
  return [{ path: path.replaceAll('\\040', ' '), type, source: source.replaceAll('\\040', ' ') }];
}

/** `//me@nas/share on /Volumes/share (smbfs, nodev, nosuid)` */
function readMount(line: string): FileSystem[] {
  const [, source, path, type] = /^(.*?) on (\/.*) \(([^,)]+)/.exec(line) ?? [];
  return source === undefined || path === undefined || type === undefined ? [] : [{ source, path, type }];
}

const NETWORK = new Set(
  'nfs nfs4 smbfs smb3 cifs afpfs webdav davfs ncpfs 9p ceph glusterfs fuse.sshfs fuse.rclone fuse.davfs2 macfuse osxfuse'.split(
    ' ',
  ),
);

export function isNetwork(type: string): boolean {
  return NETWORK.has(type);
}
