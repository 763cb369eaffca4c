/** What every benchmark needs: medians, a temporary home, a Luka of its own, and one form of printing. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const lukaProgram = join(root, 'dist/node/luka.js');

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

export interface Result {
  readonly what: string;
  readonly measured: string;
  readonly bound: string;
  readonly ok: boolean;
}

/** Prints the results as a table and ends with 1 where a bound was missed. */
export function report(title: string, results: readonly Result[]): void {
  console.log(`\n${title}`);
  for (const { what, measured, bound, ok } of results)
    console.log(`  ${ok ? 'ok  ' : 'MISS'} ${what}: ${measured} (bound: ${bound})`);
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
}

export async function temporaryHome(): Promise<{ path: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'luka-bench-'));
  return {
    path: join(folder, 'home'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface RunningLuka {
  readonly child: ChildProcess;
  readonly apiUrl: string;
  readonly uiUrl: string;
  readonly link: string;
  stop(): Promise<void>;
}

/** A headless Luka from the build, as a person starts it. */
export async function startLuka(home: string, env: Record<string, string> = {}): Promise<RunningLuka> {
  const child = spawn(process.execPath, [lukaProgram, '--home', home, 'up', '--headless', '--json'], {
    env: { ...process.env, LUKA_API_PORT: '0', LUKA_UI_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A benchmark that fails leaves nothing running.
  process.once('exit', () => child.kill('SIGKILL'));
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    const started = JSON.parse(line) as { apiUrl?: string; uiUrl?: string; link?: string };
    if (!started.apiUrl || !started.uiUrl || !started.link) continue;
    child.stdout.resume();
    return {
      child,
      apiUrl: started.apiUrl,
      uiUrl: started.uiUrl,
      link: started.link,
      async stop() {
        child.kill('SIGTERM');
        await exit;
      },
    };
  }
  throw new Error('Luka ended before it started');
}
