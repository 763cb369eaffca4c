/**
 * Notices by programs of the system. macOS: terminal-notifier(1) where somebody installed it, else osascript(1), `display
 * notification`. Linux: notify-send(1). What is shown goes as arguments; AppleScript reads them by `argv` and compiles
 * nothing of it.
 */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Notifier } from './notifier.ts';

const SCRIPT =
  'on run argv\n  display notification (item 2 of argv) with title "Luka" subtitle (item 1 of argv)\nend run';

export interface ProgramNotifierOptions {
  readonly platform: NodeJS.Platform;
  /** PATH, and the stand-ins of tests: LUKA_OSASCRIPT, LUKA_NOTIFY_SEND, LUKA_TERMINAL_NOTIFIER. */
  readonly env: NodeJS.ProcessEnv;
}

/** @returns why there is none, in words, where this machine shows nothing */
export async function findNotifier(options: ProgramNotifierOptions): Promise<Notifier | { reason: string }> {
  const { platform, env } = options;
  const run = runnerFor(options);
  if (platform === 'darwin') {
    const own = env['LUKA_TERMINAL_NOTIFIER'] ?? (await inPath('terminal-notifier', macPath(env['PATH'])));
    if (own !== undefined)
      return {
        name: 'terminal-notifier',
        // It takes a text that begins so for an option, or hides it where it begins with "[".
        show: async ({ title, body }) =>
          void (await run(own, [
            '-title',
            'Luka',
            '-subtitle',
            plain(title),
            '-message',
            plain(body || title),
            '-group',
            'luka',
          ])),
      };
    const osascript = env['LUKA_OSASCRIPT'] ?? '/usr/bin/osascript';
    return {
      name: 'osascript',
      show: async ({ title, body }) => void (await run(osascript, ['-e', SCRIPT, plain(title), plain(body)])),
    };
  }
  if (platform !== 'linux') return { reason: `notices cannot be shown on ${platform}` };
  const program = env['LUKA_NOTIFY_SEND'] ?? (await inPath('notify-send', env['PATH']));
  if (program === undefined) return { reason: 'there is no notify-send here (on Debian: libnotify-bin)' };
  if (!env['DBUS_SESSION_BUS_ADDRESS'] && !env['XDG_RUNTIME_DIR'] && env['LUKA_NOTIFY_SEND'] === undefined)
    return { reason: 'nobody is logged in to a desktop here' };
  return {
    name: 'notify-send',
    show: async ({ title, body, severity }) =>
      void (await run(program, [
        '--app-name=Luka',
        `--urgency=${severity === 'error' ? 'critical' : severity === 'warning' ? 'normal' : 'low'}`,
        '--',
        plain(title),
        // The body is a subset of HTML (Desktop Notifications Specification, "Markup").
        plain(body).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      ])),
  };
}

/** In UTF-8 whatever Luka was started with: GLib refuses other letters than ASCII where the locale is C. */
function runnerFor({ platform, env }: ProgramNotifierOptions) {
  const locale = platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  return (program: string, args: readonly string[]) =>
    promisify(execFile)(program, [...args], {
      timeout: 10_000,
      killSignal: 'SIGKILL',
      env: { ...env, LC_ALL: locale },
    });
}

/** What begins like an option, or like an escape of the program's own, is text all the same. */
function plain(text: string): string {
  const line = text.replaceAll('\0', '');
  return /^[-[(\\]/.test(line) ? `\u200b${line}` : line;
}

/** launchd gives a PATH without Homebrew's folders. */
function macPath(path: string | undefined): string {
  return [path ?? '', '/opt/homebrew/bin', '/usr/local/bin'].join(delimiter);
}

async function inPath(name: string, path: string | undefined): Promise<string | undefined> {
  for (const folder of (path ?? '').split(delimiter)) {
    if (!folder.startsWith('/')) continue;
    const file = join(folder, name);
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
