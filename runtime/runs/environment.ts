/** The environment of a step: named variables only, never all of Luka's own. */
import { delimiter } from 'node:path';

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

/** @param own Luka's environment */
export function baseEnvironment(
  own: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    if (value === undefined) continue;
    if (
      (PASSED as readonly string[]).includes(name) ||
      PASSED_PREFIXES.some((prefix) => name.startsWith(prefix))
    )
      env[name] = value;
  }
  const path = (env['PATH'] ?? BARE_PATH).split(delimiter);
  if (platform === 'darwin') for (const folder of MAC_PATHS) if (!path.includes(folder)) path.push(folder);
  env['PATH'] = path.join(delimiter);
  env['TERM'] ??= 'dumb';
  return env;
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
export function cleanEnvironment(env: Readonly<Record<string, string>>): { env: Record<string, string>; dropped: string[] } { return { env: { ...env }, dropped: [] }; }
