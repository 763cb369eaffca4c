/** Which login of the person this is. */
import { userInfo } from 'node:os';
import type { RunProgram } from '../conditions/run-program.ts';
import { readBootId } from '../runs/processes/identity.ts';

export interface LoginSession {
  /** The same text as long as it is the same login; undefined while the person is not logged in, or nobody can tell. */
  current(): Promise<string | undefined>;
}

export interface LoginSessionOptions {
  readonly run: RunProgram;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly user?: string | undefined;
  /** Changes with every start of the machine. */
  readonly bootId?: (() => Promise<string>) | undefined;
}

/**
 * On a Mac the login at its screen, as who(1) has it from utmpx. On Linux logind's session where Luka was started in one
 * (XDG_SESSION_ID, pam_systemd(8)), else the login at a screen or a console.
 */
export function createLoginSession(
  options: LoginSessionOptions,
  platform: NodeJS.Platform = process.platform,
): LoginSession {
  const { run, env = process.env, bootId = () => readBootId(platform) } = options;
  const session = platform === 'darwin' ? undefined : env['XDG_SESSION_ID'];
  return {
    async current() {
      const login =
        session === undefined
          ? await loginBy(run, platform, options.user ?? userInfo().username)
          : `session ${session}`;
      return login === undefined ? undefined : `${await bootId()} ${login}`;
    },
  };
}

async function loginBy(
  run: RunProgram,
  platform: NodeJS.Platform,
  user: string,
): Promise<string | undefined> {
  try {
    return parseWho(await run('/usr/bin/who', []), user);
  } catch (error) {
    // A small Linux may have no who.
    if (platform !== 'darwin' && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The person's line of `who` for a screen (`console`, `:0`, `seat0`) or a console (`tty2`); windows of a terminal (`ttys001`,
 * `pts/3`) and logins over the network are not meant. Where several are, the latest is at the end of the list.
 */
export function parseWho(text: string, user: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .findLast(([name, line]) => isUser(name, user) && /^(console|:\d+|seat\d+|tty\d+)$/.test(line ?? ''))
    ?.join(' ');
}

/** utmp has room for 32 letters of a name, older tools print 8 or 16 of them. */
function isUser(shown: string | undefined, user: string): boolean {
  return shown === user || (shown !== undefined && shown.length >= 8 && user.startsWith(shown));
}
