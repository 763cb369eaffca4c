/** Commands in front of commands: `sudo -u root nice -n 5 rm …`. Their options come first, then what they run. */
import { readArguments, type OptionRules } from '../arguments.ts';
import { leadingText, afterText, type Word } from '../word.ts';
import type { Inner, Unwrap } from './inner.ts';

interface Prefix extends OptionRules {
  /** Words of its own before the command: the seconds of `timeout`. */
  readonly operands?: number;
  /** The command may be after `NAME=value`. */
  readonly assigns?: true;
  /** Valued options are single words with one dash. */
  readonly own?: readonly string[];
  /** The option that names the folder it runs in. */
  readonly cwd?: readonly string[];
}

const PREFIXES: Readonly<Record<string, Prefix>> = {
  sudo: {
    valued: 'aCcDghpRrtTUu',
    long: [
      'user',
      'group',
      'chdir',
      'host',
      'prompt',
      'chroot',
      'role',
      'type',
      'command-timeout',
      'other-user',
      'close-from',
      'auth-type',
      'login-class',
    ],
    assigns: true,
    cwd: ['D', 'chdir'],
  },
  doas: { valued: 'aCu', assigns: true },
  pkexec: { long: ['user'] },
  gosu: { operands: 1 },
  'su-exec': { operands: 1 },
  nice: { valued: 'n', long: ['adjustment'] },
  renice: { valued: 'npgu' },
  nohup: {},
  time: { valued: 'fo', long: ['format', 'output'] },
  gtime: { valued: 'fo', long: ['format', 'output'] },
  timeout: { valued: 'ks', long: ['kill-after', 'signal'], operands: 1 },
  gtimeout: { valued: 'ks', long: ['kill-after', 'signal'], operands: 1 },
  stdbuf: { valued: 'ioe', long: ['input', 'output', 'error'] },
  setsid: {},
  ionice: { valued: 'cnPpu', long: ['class', 'classdata', 'pid', 'pgid', 'uid'] },
  taskpolicy: { valued: 'cdgltQp' },
  chroot: { long: ['userspec', 'groups'], operands: 1 },
  caffeinate: { valued: 'tw' },
  exec: { valued: 'a' },
  command: {},
  builtin: {},
  noglob: {},
  nocorrect: {},
  '-': {},
  busybox: {},
  toybox: {},
  gbusybox: {},
  arch: { valued: 'de', long: ['arch'] },
  xcrun: { long: ['sdk', 'toolchain'], own: ['-sdk', '-toolchain'] },
  flock: { valued: 'wEc', long: ['timeout', 'conflict-exit-code', 'command'], operands: 1 },
  chrt: { valued: 'TPD', long: ['sched-runtime', 'sched-deadline', 'sched-period'], operands: 1 },
  taskset: { operands: 1 },
  numactl: { valued: 'NmCipP' },
  setarch: {},
  linux64: {},
  linux32: {},
  unshare: {
    valued: 'SGR',
    long: ['map-user', 'map-group', 'root', 'wd', 'setuid', 'setgid', 'propagation', 'setgroups'],
    cwd: ['wd'],
  },
  nsenter: { valued: 'tSGW', long: ['target', 'setuid', 'setgid', 'wdns'] },
  fakeroot: { valued: 'lsib', long: ['lib', 'faked'] },
  strace: { valued: 'aeEIoOpPsSuX' },
  dtruss: { valued: 'abcdefLlonst' },
  ltrace: { valued: 'aeFlnopsuxX' },
  catchsegv: {},
  proxychains: { valued: 'f' },
  proxychains4: { valued: 'f' },
  torsocks: { valued: 'aiuPp' },
  tini: { valued: 'egp' },
  'dumb-init': { valued: 'r' },
  'sandbox-exec': { valued: 'fnpDt' },
  firejail: {},
  bwrap: {
    long: 'bind ro-bind dev-bind bind-try ro-bind-try dev-bind-try symlink proc dev tmpfs dir chdir setenv unsetenv cap-add cap-drop uid gid hostname file perms chmod seccomp args remount-ro mqueue lock-file'.split(
      ' ',
    ),
    cwd: ['chdir'],
  },
  'systemd-run': {
    valued: 'uptHMpECG',
    long: 'unit property description slice service-type uid gid nice working-directory setenv on-active on-boot on-startup on-unit-active on-unit-inactive on-calendar timer-property host machine'.split(
      ' ',
    ),
    cwd: ['working-directory'],
  },
  'systemd-inhibit': { long: ['what', 'who', 'why', 'mode'] },
  runuser: { valued: 'ugGscTwP', long: ['user', 'group', 'supp-group', 'command', 'shell'] },
  entr: {},
  rlwrap: { valued: 'aAbcCdDfFgGHlmMopPqsStwWz' },
  unbuffer: {},
  chronic: {},
  ifne: {},
  direnv: { operands: 2 },
  dotenv: { valued: 'efvoc' },
  envdir: { operands: 1 },
  setuidgid: { operands: 1 },
  setpriv: {
    long: 'reuid regid groups inh-caps ambient-caps bounding-set securebits pdeathsig selinux-label apparmor-profile'.split(
      ' ',
    ),
  },
  capsh: {},
  cpulimit: { valued: 'lpe' },
  trickle: { valued: 'dulwtsn' },
  reattach: {},
  'reattach-to-user-namespace': { valued: 'l' },
  launchctlasuser: { operands: 1 },
  ts: {},
  hyperfine: {
    valued: 'wmMrsScpPDLn',
    long: ['warmup', 'runs', 'min-runs', 'max-runs', 'setup', 'prepare', 'cleanup', 'export-json', 'shell'],
  },
};

export const isPrefix = (name: string): boolean => Object.hasOwn(PREFIXES, name);

export const prefix: Unwrap = (args, { name }) => {
  const rules = PREFIXES[name]!;
  const given = rules.own ? withoutOwn(args, rules.own) : args;
  const read = readArguments(given, { ...rules, stop: true });
  const folder = (rules.cwd ?? []).flatMap((option) => read.values.get(option) ?? []).at(-1);
  let rest = read.rest.slice(rules.operands ?? 0);
  // A dash between the options of one and the other.
  if (rest[0]?.text === '--') rest = rest.slice(1);
  if (name === 'hyperfine') return rest.map((script): Inner => ({ kind: 'script', script }));
  const { assigns, words } = rules.assigns ? splitAssigns(rest) : { assigns: undefined, words: rest };
  return words.length > 0 ? [{ kind: 'command', words, cwd: folder, assigns }] : [];
};

function withoutOwn(args: readonly Word[], own: readonly string[]): readonly Word[] {
  let at = 0;
  while (args[at]?.text.startsWith('-')) at += own.includes(args[at]!.text) ? 2 : 1;
  return args.slice(at);
}

export function splitAssigns(words: readonly Word[]): {
  readonly assigns: readonly { readonly name: string; readonly value: Word }[];
  readonly words: readonly Word[];
} {
  const assigns: { name: string; value: Word }[] = [];
  let at = 0;
  for (; at < words.length; at += 1) {
    const name = /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(leadingText(words[at]!))?.[1];
    if (name === undefined) break;
    assigns.push({ name, value: afterText(words[at]!, name.length + 1) });
  }
  return { assigns, words: words.slice(at) };
}
