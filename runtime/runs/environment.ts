/** The environment of a step: named variables only, never all of Luka's own. */
import { delimiter } from 'node:path';
import { isForbidden, matches } from './forbidden-variables.ts';

/** What passes from Luka's environment: who and where the person is, their language, their session. */
const PASSED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  'TERM',
  'COLORTERM',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'SSH_AUTH_SOCK',
  'CLS_SHELL',
  'CLS_FS_ALLOW',
] as const;
const PASSED_PREFIXES = ['LC_', 'XDG_'] as const;

/** Where Homebrew puts programs; missing from the PATH that launchd gives (launchd.plist(5)). */
const MAC_PATHS = ['/opt/homebrew/bin', '/usr/local/bin'];
const BARE_PATH = '/usr/bin:/bin:/usr/sbin:/sbin';

/**
 * @param own Luka's environment
 * @param more names that pass besides, by the policy's word; a `*` at the end stands for any rest. What is forbidden never does.
 */
export function baseEnvironment(
  own: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  more: readonly string[] = [],
): Record<string, string> {
  const patterns = [...PASSED, ...PASSED_PREFIXES.map((prefix) => `${prefix}*`), ...more];
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    if (value === undefined || isForbidden(name)) continue;
    if (patterns.some((pattern) => matches(name, pattern))) env[name] = value;
  }
  const path = (env['PATH'] ?? BARE_PATH).split(delimiter);
  if (platform === 'darwin') for (const folder of MAC_PATHS) if (!path.includes(folder)) path.push(folder);
  env['PATH'] = path.join(delimiter);
  env['TERM'] ??= 'dumb';
  return env;
}

export interface CleanEnvironment {
  readonly env: Record<string, string>;
  /** Names that were taken out, sorted. */
  readonly dropped: readonly string[];
}

/** What a child may get of what a task, a step or a parameter sets. */
export function cleanEnvironment(env: Readonly<Record<string, string>>): CleanEnvironment {
  const entries = Object.entries(env);
  return {
    env: Object.fromEntries(entries.filter(([name]) => !isForbidden(name))),
    dropped: entries.flatMap(([name]) => (isForbidden(name) ? [name] : [])).sort(),
  };
}

/** The shell of `run` steps: CLS_SHELL, a legacy name that stays valid, else bash. */
export function shellOf(own: NodeJS.ProcessEnv): string {
  return own['CLS_SHELL'] || '/bin/bash';
}

/** CLS_FS_ALLOW: colon-separated roots that work may touch. */
export function allowedRoots(own: NodeJS.ProcessEnv): string[] {
  return (own['CLS_FS_ALLOW'] ?? `/Volumes/lukadata:/Volumes/hd2:${own['HOME'] ?? ''}`)
    .split(':')
    .filter((root) => root !== '');
}
