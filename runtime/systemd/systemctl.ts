/** What Luka asks of the systemd of a person, through `systemctl --user`: systemctl(1). */
import { execFile } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';

export interface SystemctlAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Systemctl {
  /** Never throws for a code that is not 0. @throws LukaError launchd_absent where it cannot be started */
  run(args: readonly string[]): Promise<SystemctlAnswer>;
}

/** Stopping waits for the end of the service: longer than any TimeoutStopSec of ours. */
const PATIENCE_MS = 120_000;

/** `LUKA_SYSTEMCTL` is an absolute path of a program that takes the arguments after `--user`. */
export function createSystemctl(env: NodeJS.ProcessEnv): Systemctl {
  const named = env['LUKA_SYSTEMCTL'];
  const [program, before] =
    named && isAbsolute(named) ? [named, []] : ['systemctl', ['--user', '--no-pager']];
  return {
    run: (args) =>
      new Promise((resolve, reject) => {
        execFile(
          program,
          [...before, ...args],
          {
            env: { ...env, LC_ALL: 'C' },
            timeout: PATIENCE_MS,
            killSignal: 'SIGKILL',
            maxBuffer: 16_777_216,
          },
          (error, out, err) => {
            if (error === null) return resolve({ code: 0, out, err });
            const { code } = error;
            if (typeof code === 'number') return resolve({ code, out, err });
            reject(
              new LukaError('launchd_absent', {
                message: `${program} cannot be asked (${error.message})`,
                remedy: 'this needs systemd with a session of the person',
                cause: error,
              }),
            );
          },
        );
      }),
  };
}

/** Whether a person's systemd answers: in a container or over a bare ssh there is often none. */
export async function hasSystemd(systemctl: Systemctl): Promise<boolean> {
  return systemctl.run(['show-environment']).then(
    ({ code }) => code === 0,
    () => false,
  );
}

/** `Name=value` lines of `show`. */
export function readProperties(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) properties.set(line.slice(0, at), line.slice(at + 1));
  }
  return properties;
}
