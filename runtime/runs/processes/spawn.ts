/** Starts a program in a process group of its own, with its output going straight to files. */
import { spawn } from 'node:child_process';
import { branded } from './brand.ts';
import { MARK_NAME } from './run-mark.ts';

export interface SpawnRequest {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly out: number;
  readonly err: number;
}
export interface SpawnedProcess {
  readonly pid: number;
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}
/** The port: the desktop and headless hosts both use the adapter below. */
export type ProcessSpawner = (request: SpawnRequest) => Promise<SpawnedProcess>;

/**
 * `detached` makes the child the leader of a new session and group (setsid(2)), so that a signal to the group reaches
 * everything it starts. What carries a run's mark gets its brand too. stdin is empty: a program that asks gets end of file, not a hang.
 * @throws the system's error (ENOENT, EACCES, E2BIG…) when the program cannot be started
 */
export const spawnProcess: ProcessSpawner = async (request) => {
  const { cwd, env } = request;
  const mark = env[MARK_NAME];
  const argv =
    mark === undefined
      ? request.argv
      : await branded(request.argv, `${MARK_NAME}=${mark}`, { cwd, path: env['PATH'] });
  return start({ ...request, argv });
};

function start({ argv, cwd, env, out, err }: SpawnRequest): Promise<SpawnedProcess> {
  return new Promise((resolve, reject) => {
    const [file, ...args] = argv;
    const child = spawn(file, args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', out, err],
      windowsHide: true,
    });
    const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) => {
      child.once('exit', (code, signal) => done({ code, signal }));
    });
    child.once('error', reject);
    if (child.pid !== undefined) resolve({ pid: child.pid, exit });
  });
}
