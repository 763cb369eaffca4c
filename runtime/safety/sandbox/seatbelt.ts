/**
 * Seatbelt (sandbox-exec(1)) of macOS: a profile in Apple's profile language, in which the last rule that matches decides.
 * It judges by real paths, so what does not exist yet is covered too.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { confinementRules, realOf, ruleAbove, type Rule } from './confinement-rules.ts';
import { foldersBetween } from './containment.ts';
import { hasNetwork, type Sandbox, type SandboxRequest } from './sandbox.ts';

export const SEATBELT_PROGRAM = '/usr/bin/sandbox-exec';

/** Not every macOS knows every operation, and one that it does not know makes it refuse the whole profile. */
export const STRICTNESS = ['full', 'files and network'] as const;
export type Strictness = (typeof STRICTNESS)[number];

export interface SeatbeltOptions {
  readonly program: string;
  readonly strictness: Strictness;
}

export function seatbelt({ program, strictness }: SeatbeltOptions): Sandbox {
  return {
    tool: 'seatbelt',
    async wrap(argv, request) {
      const scratch = await realOf(request.scratch);
      const temporary = join(scratch, 'tmp');
      await mkdir(temporary, { recursive: true, mode: 0o700 });
      const profile = seatbeltProfile(await confinementRules(request), { ...request, scratch }, strictness);
      return { argv: [program, '-p', profile, '/usr/bin/env', `TMPDIR=${temporary}`, ...argv] };
    },
  };
}

/** Devices that every program writes to. `/dev/stdout` is what was handed over. */
const DEVICES = [
  '(literal "/dev/null")',
  '(literal "/dev/zero")',
  '(literal "/dev/tty")',
  '(literal "/dev/ptmx")',
  '(literal "/dev/dtracehelper")',
  '(literal "/dev/stdout")',
  '(literal "/dev/stderr")',
  '(regex #"^/dev/fd/[0-9]+$")',
  '(regex #"^/dev/ttys[0-9]+$")',
];

/** Ways to have somebody else do it, outside: apps, launchd jobs, Apple Events, settings. And the person's clipboard. */
const DEPUTIES = [
  '(deny lsopen)',
  '(deny job-creation)',
  '(deny appleevent-send)',
  '(deny user-preference-write)',
  '(deny mach-lookup (global-name "com.apple.coreservices.appleevents") (global-name "com.apple.pasteboard.1"))',
  '(deny process-info* (target others))',
  '(allow process-info* (target same-sandbox))',
];

/** The system's own name lookup and log. */
const SYSTEM_SOCKETS = ['/private/var/run/mDNSResponder', '/private/var/run/syslog'];

export function seatbeltProfile(
  rules: readonly Rule[],
  request: Pick<SandboxRequest, 'level' | 'network' | 'scratch'>,
  strictness: Strictness = 'full',
): string {
  const writable = rules.filter(({ access }) => access === 'write').map(subpath);
  return [
    '(version 1)',
    '(allow default)',
    '(deny file-write*)',
    `(allow file-write* ${DEVICES.join(' ')})`,
    ...rules.flatMap((rule) => linesOf(rule, rules)),
    ...networkLines(hasNetwork(request), writable),
    '(deny signal)',
    '(allow signal (target same-sandbox))',
    ...(strictness === 'full' ? DEPUTIES : []),
    '',
  ].join('\n');
}

function linesOf(rule: Rule, rules: readonly Rule[]): string[] {
  const above = ruleAbove(rules, rule.path);
  switch (rule.access) {
    case 'write':
      return [`(allow file-read* file-write* ${subpath(rule)})`, ...passage(rule, above)];
    case 'read':
      return [
        `(allow file-read* ${subpath(rule)})`,
        `(deny file-write* ${subpath(rule)})`,
        ...passage(rule, above),
        ...pins(rule, above),
      ];
    case 'hidden':
      return [`(deny file-read* file-write* ${subpath(rule)})`, ...pins(rule, above)];
  }
}

/** Programs ask for every folder on the way to a file (realpath(3)); they are not told what else is in it. */
function passage(rule: Rule, above: Rule | undefined): string[] {
  if (above?.access !== 'hidden') return [];
  const folders = [above.path, ...foldersBetween(above.path, rule.path)];
  return [`(allow file-read-metadata ${folders.map((path) => `(literal ${quote(path)})`).join(' ')})`];
}

/** Renaming a folder does not ask what is in it: in a writable one, those that lead to a protected place stay what they are. */
function pins(rule: Rule, above: Rule | undefined): string[] {
  if (above?.access !== 'write') return [];
  const folders = [...foldersBetween(above.path, rule.path)];
  if (folders.length === 0) return [];
  const literals = folders.map((path) => `(literal ${quote(path)})`).join(' ');
  return [`(deny file-write-unlink file-write-create ${literals})`];
}

/** Sockets of files are ways out too (agents, container engines): only those in folders of the step's own. */
function networkLines(network: boolean, writable: readonly string[]): string[] {
  const own = writable.map((place) => `(remote unix-socket ${place})`).join(' ');
  const ownLocal = writable.map((place) => `(local unix-socket ${place})`).join(' ');
  const system = SYSTEM_SOCKETS.map((path) => `(remote unix-socket (path-literal ${quote(path)}))`).join(' ');
  return [
    network ? '(deny network-outbound (remote unix-socket))' : '(deny network*)',
    `(allow network-outbound ${own}${network ? ` ${system}` : ''})`,
    `(allow network-bind network-inbound ${ownLocal})`,
  ];
}

function subpath({ path }: Rule): string {
  return `(subpath ${quote(path)})`;
}

/** A string of the profile language: as in Scheme, a backslash stands before itself and before a quote. */
export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;
}
