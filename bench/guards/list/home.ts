import type { GuardRemoval } from '../removal.ts';

const OPEN = 'runtime/home/open-home.ts';
const TOKEN = 'runtime/home/token.ts';
const hostile = (name: string) => ({ file: 'runtime/server/hostile/home.test.ts', name });
const open = (name: string) => ({ file: 'runtime/home/open-home.test.ts', name });
const token = (name: string) => ({ file: 'runtime/home/token.test.ts', name });

export const removals: readonly GuardRemoval[] = [
  {
    guard: 'a home that others may enter is refused',
    file: OPEN,
    find: '  if ((stat.mode & 0o077) !== 0)\n',
    replace: '  if ((stat.mode & 0o002) !== 0)\n',
    test: hostile('a start is refused in a home of mode 755'),
  },
  {
    guard: 'a home that is a link is refused',
    file: OPEN,
    find: 'checkRoot(root, await lstat(root), options);\n    await access',
    replace:
      "checkRoot(root, await (await import('node:fs/promises')).stat(root), options);\n    await access",
    test: hostile('a start is refused in a home that is a link'),
  },
  {
    guard: 'a home of another user is refused',
    file: OPEN,
    find: 'if (uid !== undefined && stat.uid !== uid)',
    replace: 'if (uid === undefined)',
    test: open('another user'),
  },
  {
    guard: 'a folder that is somebody’s is left alone',
    file: OPEN,
    find: '  if (strangers.length > 0 && !(await exists(layout.marker)))\n',
    replace: '  if (strangers.length > 1_000 && !(await exists(layout.marker)))\n',
    test: hostile('a start is refused in a home that is no folder'),
  },
  {
    guard: 'a home is made for its owner only',
    file: OPEN,
    find: '  await mkdir(root, { recursive: true, mode: 0o700 });\n  await chmod(root, 0o700);\n',
    replace: '  await mkdir(root, { recursive: true });\n',
    test: open('makes everything for the owner only'),
  },
  {
    guard: 'a token that others may know is refused',
    file: TOKEN,
    find: '    if ((stat.mode & 0o077) !== 0)\n',
    replace: '    if ((stat.mode & 0o001) !== 0)\n',
    test: token('refuses a token that others may know'),
  },
  {
    guard: 'a token that is a link is refused',
    file: TOKEN,
    find: ' | constants.O_NOFOLLOW',
    replace: '',
    test: token('refuses a link'),
  },
  {
    guard: 'a token has the form of a token',
    file: TOKEN,
    find: '    if (!TOKEN.test(token)) throw damaged(layout);\n',
    replace: '',
    test: token('refuses a damaged token'),
  },
  {
    guard: 'a token that is a pipe is not waited for',
    endless: true,
    file: TOKEN,
    find: ' | constants.O_NONBLOCK',
    replace: '',
    test: hostile('a start is refused with a token that is a pipe'),
  },
  {
    guard: 'small files are for their owner only',
    file: 'runtime/home/atomic-file.ts',
    find: '    await handle.chmod(mode);\n',
    replace: '    await handle.chmod(0o644);\n',
    test: token('makes a token of 32 bytes that only the owner can read'),
  },
  {
    guard: 'one Luka for one home',
    file: 'runtime/home/lock.ts',
    find: '; BEGIN EXCLUSIVE',
    replace: '',
    test: { file: 'runtime/server/server.test.ts', name: 'refuses a second Luka in the same home' },
  },
  {
    guard: 'the CLI’s token goes to this machine only',
    file: 'cli/connect.ts',
    find: '  if (!isLoopback(hello.apiUrl))\n',
    replace: "  if (hello.apiUrl === 'never')\n",
    test: { file: 'cli/connect.test.ts', name: 'the token goes to no address like' },
  },
  {
    guard: 'the CLI’s token goes to 127.0.0.1, not to what begins like it',
    file: 'cli/connect.ts',
    find: "['127.0.0.1', '[::1]', 'localhost'].includes(parsed.hostname)",
    replace: "['127.0.0.1', '[::1]', 'localhost'].some((name) => parsed.hostname.startsWith(name))",
    test: { file: 'cli/connect.test.ts', name: 'the token goes to no address like' },
  },
];
