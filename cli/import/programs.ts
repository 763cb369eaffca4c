/** Programs of other people that an import talks to: crontab, pm2 and systemctl. */
import { spawn } from 'node:child_process';
import { buffer, text } from 'node:stream/consumers';
import { LukaError } from '#shared/errors/luka-error.ts';

export interface Called {
  /** Exit code; 128 and more for a signal. */
  readonly code: number;
  /** Bytes: what is put back must be what was read. */
  readonly out: Buffer;
  readonly err: string;
}

export interface Programs {
  /** Runs a program to its end. @throws LukaError spawn_failed where it cannot be started */
  call(name: string, args: readonly string[], input?: string): Promise<Called>;
  /** Of the person, for whoever has a client of its own. */
  readonly env: NodeJS.ProcessEnv;
}

/** The programs that PATH finds. */
export function systemPrograms(env: NodeJS.ProcessEnv): Programs {
  return {
    env,
    call: async (name, args, input = '') => {
      // A group of its own: a Ctrl-C in the middle of an import must not end it half way.
      const child = spawn(name, [...args], { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
      const ended = new Promise<number>((resolve, reject) => {
        child.once('error', (cause) => reject(notStarted(name, cause)));
        child.once('close', (code) => resolve(code ?? 128));
      });
      // A program that does not read its input breaks the pipe; its exit code says what came of that.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
      const [code, out, err] = await Promise.all([ended, buffer(child.stdout), text(child.stderr)]);
      return { code, out, err };
    },
  };
}

/** @returns undefined where the bytes are no UTF-8 */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function notStarted(name: string, cause: Error): LukaError {
  const missing = 'code' in cause && cause.code === 'ENOENT';
  return new LukaError('spawn_failed', {
    message: `${name} could not be started (${missing ? 'it is not on the PATH' : cause.message})`,
    remedy: `check that ${name} is installed, or give its list as a file`,
    cause,
  });
}

/** What a program said on its way out, in one line. */
export function lastWords({ code, err }: Called): string {
  const said = err.trim().split('\n').at(-1) ?? '';
  return said === '' ? `it ended with ${code}` : said;
}
