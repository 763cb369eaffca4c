/** bubblewrap (bwrap(1)): namespaces of the Linux kernel, set up by a program that drops every privilege before ours starts. */
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { confinementRules, realOf, type Rule } from './confinement-rules.ts';
import { guardedMounts, type MountRule } from './guarded-mounts.ts';
import { hasNetwork, type Argv, type Sandbox, type SandboxRequest } from './sandbox.ts';

export interface BubblewrapOptions {
  /** Absolute path of bwrap. */
  readonly program: string;
  /** How it gets its namespaces here: see `USER_NAMESPACES`. */
  readonly userNamespace: readonly string[];
  /** env(1) of GNU coreutils, absolute, where it is there and can give signals back their default. */
  readonly env: string | undefined;
  /** stat(1) of GNU coreutils, likewise. */
  readonly stat: string | undefined;
}

/**
 * A user namespace of one's own, in which no other can be made, is wanted. Root can do without where a container forbids
 * them: it drops its capabilities either way.
 */
export const USER_NAMESPACES: readonly (readonly string[])[] = [
  ['--unshare-user', '--disable-userns'],
  ['--unshare-user'],
  [],
];

/**
 * What /run holds of sockets is a way out (D-Bus starts services for whoever asks, container engines and agents do as they
 * are told), so it is empty but for these: where names are looked up, programs, the person's volumes.
 */
const OF_RUN = [
  '/run/systemd/resolve',
  '/run/resolvconf',
  '/run/NetworkManager/resolv.conf',
  '/run/connman',
  '/run/current-system',
  '/run/booted-system',
  '/run/opengl-driver',
  '/run/media',
];

/** They name what is hidden. */
const USELESS_VARIABLES = ['SSH_AUTH_SOCK', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS', 'WAYLAND_DISPLAY'];

const SIGNALS = ['HUP', 'INT', 'QUIT', 'TERM', 'USR1', 'USR2'];

export function bubblewrap(options: BubblewrapOptions): Sandbox {
  return {
    tool: 'bubblewrap',
    async wrap(argv, request) {
      const scratch = await realOf(request.scratch);
      await mkdir(join(scratch, 'tmp'), { recursive: true, mode: 0o700 });
      const rules = await confinementRules(request);
      const mounts = await guardedMounts(rules);
      const args = bubblewrapArguments(options, { ...request, scratch }, mounts, rules);
      const checked = await checkedMounts(argv, rules, options.stat);
      return { argv: shield([options.program, ...args], checked, options.env) };
    },
  };
}

/**
 * No `--die-with-parent`: a run may outlive Luka (`orphans: adopt`), and Luka ends groups itself. No `--new-session`: the
 * group would not be Luka's to signal any more; TIOCSTI has nothing to push into, for the process leads a session without
 * a terminal, and the terminals in its /dev are its own.
 */
export function bubblewrapArguments(
  { userNamespace }: Pick<BubblewrapOptions, 'userNamespace'>,
  request: SandboxRequest,
  mounts: readonly MountRule[],
  rules: readonly Rule[],
): string[] {
  const root = rules[0]?.path === '/' && rules[0].access === 'write' ? '--bind' : '--ro-bind';
  return [
    ...userNamespace,
    '--unshare-pid',
    '--unshare-ipc',
    '--unshare-uts',
    '--unshare-cgroup-try',
    ...(hasNetwork(request) ? [] : ['--unshare-net']),
    '--cap-drop',
    'ALL',
    root,
    '/',
    '/',
    '--dev',
    '/dev',
    '--proc',
    '/proc',
    '--tmpfs',
    '/run',
    ...OF_RUN.flatMap((path) => ['--ro-bind-try', path, path]),
    '--bind',
    join(request.scratch, 'tmp'),
    '/tmp',
    ...mounts.flatMap(mount),
    '--remount-ro',
    '/run',
    ...mounts.flatMap(({ path, how }) => (how === 'empty' ? ['--remount-ro', path] : [])),
    '--setenv',
    'TMPDIR',
    '/tmp',
    ...USELESS_VARIABLES.flatMap((name) => ['--unsetenv', name]),
    '--chdir',
    request.cwd,
    '--',
  ];
}

function mount({ path, how }: MountRule): string[] {
  switch (how) {
    case 'write':
      return ['--bind', path, path];
    case 'read':
      return ['--ro-bind', path, path];
    case 'empty':
      // Passed through, but not listed: what is granted in it can be reached, and that it is hidden shows as "denied".
      return ['--perms', '0111', '--tmpfs', path];
    case 'void':
      // A device behind a mount that allows none: whoever opens it is denied.
      return ['--ro-bind', '/dev/null', path];
  }
}

/**
 * bwrap mounts by name. Whoever may write to the folder around a granted one could swap it in that moment; what was mounted is
 * looked at from inside, before the program starts. 126 is what shells say of a program that cannot be run.
 */
const CHECK = `stat=$1; shift
while [ "$1" != - ]; do
  [ "$("$stat" -c %d:%i -- "$2" 2>/dev/null)" = "$1" ] || { echo "path_changed: $2 is not what was granted" >&2; exit 126; }
  shift 2
done
shift; exec "$@"`;

async function checkedMounts(argv: Argv, rules: readonly Rule[], program: string | undefined): Promise<Argv> {
  if (program === undefined) return argv;
  const identities = await Promise.all(
    rules
      .filter(({ access, kind }) => access === 'write' && (kind === 'folder' || kind === 'file'))
      .map(async ({ path }) => {
        const { dev, ino } = await lstat(path, { bigint: true });
        return [`${dev}:${ino}`, path];
      }),
  );
  return ['/bin/sh', '-c', CHECK, 'luka-confined', program, ...identities.flat(), '-', ...argv];
}

/**
 * A signal to the group would end bwrap itself at once, and with it the knowledge of how the program ends. So bwrap ignores
 * them, and env(1) gives the program back what a program expects.
 */
function shield(confined: readonly [string, ...string[]], argv: Argv, env: string | undefined): Argv {
  // env would read such a name as a variable.
  if (env === undefined || argv[0].includes('=')) return [...confined, ...argv];
  const back = `--default-signal=${SIGNALS.join(',')}`;
  const script = `trap '' ${SIGNALS.join(' ')}; exec "$@"`;
  return ['/bin/sh', '-c', script, 'luka-confined', ...confined, env, back, '--', ...argv];
}
