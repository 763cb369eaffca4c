/** For tests of checks: a run in a folder, with an output that was made up. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { systemClock } from '../../clock.ts';
import type { CheckContext, OutputPiece } from './check-runner.ts';

export function contextIn(cwd: string, change: Partial<CheckContext> = {}): CheckContext {
  return {
    clock: systemClock,
    startedAt: Date.now(),
    durationMs: 1_000,
    exitCode: 0,
    cwd,
    personHome: cwd,
    signal: new AbortController().signal,
    readOutput: () => outputOf(),
    async runCommand(command, { timeoutMs, signal }) {
      const [file, ...args] = 'run' in command ? ['/bin/sh', '-c', command.run] : command.argv;
      const late = AbortSignal.timeout(timeoutMs);
      const child = spawn(file!, args, { cwd, stdio: 'ignore' });
      const end = () => child.kill('SIGKILL');
      for (const one of [signal, late]) one.addEventListener('abort', end);
      const [code, ended] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
      return { code, signal: ended, timedOut: late.aborted };
    },
    openFile: (path) => open(path, constants.O_RDONLY | constants.O_NONBLOCK),
    knowledge: { contains: () => Promise.resolve(false) },
    fetch,
    ...change,
  };
}

/** Texts are of stdout. */
export async function* outputOf(...pieces: readonly (string | OutputPiece)[]): AsyncIterable<OutputPiece> {
  for (const piece of pieces) {
    await Promise.resolve();
    yield typeof piece === 'string' ? { stream: 'out', bytes: Buffer.from(piece) } : piece;
  }
}
