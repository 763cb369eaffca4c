/** What a unit wrote, from the journal: journalctl(1). */
import { execFile } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';

const LINES = 500;
const PATIENCE_MS = 10_000;

/** @returns the last lines of a unit, the newest last; empty where it wrote nothing. @throws LukaError agent_log_missing */
export type Journal = (unit: string) => Promise<string>;

/** `LUKA_JOURNALCTL` is an absolute path of a program that takes the arguments after `--user`. */
export function createJournal(env: NodeJS.ProcessEnv): Journal {
  const named = env['LUKA_JOURNALCTL'];
  const [program, before] = named && isAbsolute(named) ? [named, []] : ['journalctl', ['--user']];
  return (unit) =>
    new Promise((resolve, reject) => {
      execFile(
        program,
        [...before, '--no-pager', '--quiet', '--output=short-iso', `--lines=${LINES}`, `--unit=${unit}`],
        { env: { ...env, LC_ALL: 'C' }, timeout: PATIENCE_MS, killSignal: 'SIGKILL', maxBuffer: 4_194_304 },
        (error, out, err) => {
          if (error === null) return resolve(out);
          reject(
            new LukaError('agent_log_missing', {
              message: `the journal does not tell of ${unit} (${err.trim() || error.message})`,
              remedy: `see: journalctl --user -u ${unit}`,
              cause: error,
            }),
          );
        },
      );
    });
}
