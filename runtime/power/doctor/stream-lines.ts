/** Reads what a program prints line by line: never all of it is in memory. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { hasCode } from '../../home/atomic-file.ts';

/** `pmset -g log` of weeks takes seconds. */
const LONGEST_MS = 30_000;
const MOST_SAID = 400;

export interface StreamOptions {
  readonly program: string;
  readonly args: readonly string[];
  /** An extended regular expression (grep(1)): other lines do not come here, and cost this process nothing. */
  readonly only?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** @returns 'enough' where nothing that comes after is of use: the program is ended */
  readonly onLine: (line: string) => 'enough' | undefined;
  readonly longestMs?: number | undefined;
}

/** @throws Error in words, where it cannot be started, fails, or takes too long */
export async function streamLines(options: StreamOptions): Promise<void> {
  const { program, env = process.env, onLine, longestMs = LONGEST_MS } = options;
  const child = spawn(...commandOf(options), {
    env: { ...env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let enough = false;
  let late = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(0, MOST_SAID)));
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error) =>
      reject(hasCode(error, 'ENOENT') ? new Error(`${program} is not there`) : error),
    );
    child.once('close', (code) => {
      if (late) reject(new Error(`${program} took longer than ${longestMs / 1_000} s`));
      else if (enough || (code === 0 && !said.includes(FAILED))) resolve();
      else reject(new Error(`${program} failed: ${said.trim() || `it ended with ${code}`}`));
    });
  });
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, longestMs);
  const lines = createInterface({ input: child.stdout, crlfDelay: Infinity });
  lines.on('line', (line) => {
    if (enough || onLine(line) !== 'enough') return;
    enough = true;
    child.kill('SIGKILL');
  });
  try {
    await ended;
  } finally {
    clearTimeout(timer);
    lines.close();
  }
}

/** A pipe of the shell hides how its first program ended: that is said on stderr. grep ends with 1 where no line fits. */
const FAILED = 'ended with code';
const FILTER = `{ "$@" || echo "${FAILED} $?" >&2; } | grep -E '$ONLY' || [ $? = 1 ]`;

function commandOf({ program, args, only }: StreamOptions): [string, string[]] {
  if (only === undefined) return [program, [...args]];
  return ['/bin/sh', ['-c', FILTER.replace('$ONLY', only), 'sh', program, ...args]];
}
