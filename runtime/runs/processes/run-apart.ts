/** A child that is ended with all that it started, at the latest after a while; what it writes is kept up to a bound. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

export interface ApartOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** Characters of each stream that are kept. */
  readonly longest: number;
}

export interface ApartEnd {
  readonly stdout: string;
  readonly stderr: string;
  /** What it wrote into descriptor 3. */
  readonly told: string;
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly timedOut: boolean;
}

/** Rejects where the program cannot be started. */
export async function runApart(
  program: string,
  args: readonly string[],
  { cwd, env, timeoutMs, longest }: ApartOptions,
): Promise<ApartEnd> {
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const end = (): void => {
    if (child.pid === undefined) return;
    try {
      // It leads a group of its own: what it started ends with it.
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  };
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, timeoutMs);
  // All are pipes, as `stdio` says.
  const [, stdout, stderr, told] = child.stdio.map((stream) => collect(stream as Readable | null, longest));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { stdout: stdout!(), stderr: stderr!(), told: told!(), code, timedOut };
  } finally {
    clearTimeout(timer);
    end();
  }
}

function collect(stream: Readable | null, longest: number): () => string {
  let text = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    if (text.length < longest) text += chunk;
  });
  return () => text;
}
