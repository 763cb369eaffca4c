/** /proc/self/mountinfo (proc_pid_mountinfo(5)). */

export interface Mount {
  readonly path: string;
  /** The device node, the server's share, or what else the file system calls it. */
  readonly source: string;
}

/** File systems of the kernel itself: no volume a person would name. */
const OF_THE_KERNEL = new Set(
  (
    'autofs binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs efivarfs fusectl hugetlbfs mqueue nsfs ' +
    'proc pstore ramfs rpc_pipefs securityfs selinuxfs sysfs tracefs'
  ).split(' '),
);

/** What is mounted somewhere below the root, in the table's order. */
export function parseMounts(table: string): Mount[] {
  return table.split('\n').flatMap((line) => {
    const [place, kind] = line.split(' - ');
    const path = place?.split(' ')[4];
    const [type, source] = kind?.split(' ') ?? [];
    if (path === undefined || path === '/' || type === undefined || OF_THE_KERNEL.has(type)) return [];
    return [{ path: unescapeOctal(path), source: unescapeOctal(source ?? '') }];
  });
}

/** Space, tab, newline and backslash are written as their octal bytes, bytes above 127 as they are. */
function unescapeOctal(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** udev writes what may not stand in a file's name as `\x20`. */
export function unescapeUdev(name: string): string {
  return name.replaceAll(/\\x([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
