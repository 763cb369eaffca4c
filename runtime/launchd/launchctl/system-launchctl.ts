/** Asks launchd through `/bin/launchctl`, or through the program that LUKA_LAUNCHCTL names. */
import { spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Launchctl, LaunchctlAnswer } from './launchctl.ts';

/** launchctl answers within milliseconds; where launchd itself hangs it waits for ever. */
const PATIENCE_MS = 20_000;
/** `print` of a whole domain is some 200 kB on a full machine. */
const MOST_BYTES = 4_000_000;

export interface LaunchctlOptions {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Of the person whose agents these are. */
  readonly uid: number;
  /** How long one call may take, ms. */
  readonly patienceMs?: number | undefined;
}

/**
 * Always there: where this machine has no launchd, each call says so.
 * `LUKA_LAUNCHCTL` is an absolute path of a program that takes launchctl's arguments.
 */
export function createLaunchctl(options: LaunchctlOptions): Launchctl {
  const program = programOf(options);
  return {
    uid: options.uid,
    run(args) {
      if (program === undefined) return Promise.reject(new LukaError('launchd_absent'));
      return runLaunchctl(program, args, options);
    },
  };
}

/** Whether there is a launchctl to call. */
export function hasLaunchctl(options: Pick<LaunchctlOptions, 'platform' | 'env'>): boolean {
  return programOf(options) !== undefined;
}

function programOf({ platform, env }: Pick<LaunchctlOptions, 'platform' | 'env'>): string | undefined {
  const named = env['LUKA_LAUNCHCTL'];
  if (named && isAbsolute(named)) return named;
  return platform === 'darwin' ? '/bin/launchctl' : undefined;
}

function runLaunchctl(
  program: string,
  args: readonly string[],
  { env, patienceMs = PATIENCE_MS }: LaunchctlOptions,
): Promise<LaunchctlAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      env: { ...env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = new Kept();
    const err = new Kept();
    child.stdout.on('data', (chunk: Buffer) => out.add(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.add(chunk));
    let silent = false;
    const timer = setTimeout(() => {
      silent = true;
      child.kill('SIGKILL');
      // Whoever else holds its pipes is not waited for.
      child.stdout.destroy();
      child.stderr.destroy();
    }, patienceMs);
    child.once('error', (cause) => {
      clearTimeout(timer);
      reject(new LukaError('launchd_absent', { message: `${program} cannot be started`, cause }));
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const asked = `launchctl ${args.join(' ')}`;
      if (silent) {
        reject(
          new LukaError('launchctl_silent', {
            message: `"${asked}" did not answer within ${patienceMs / 1_000} s`,
          }),
        );
      } else if (code === null) {
        reject(new LukaError('launchctl_silent', { message: `"${asked}" was ended by ${signal}` }));
      } else resolve({ code, out: out.text(), err: err.text() });
    });
  });
}

/** The beginning of what was said, and no more. */
class Kept {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  add(chunk: Buffer): void {
    const room = MOST_BYTES - this.#bytes;
    if (room <= 0) return;
    this.#chunks.push(chunk.subarray(0, room));
    this.#bytes += Math.min(chunk.length, room);
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}
