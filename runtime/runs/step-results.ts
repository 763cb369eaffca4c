/** What a step comes to apart from its process: the folder it needs, the outputs it gives, and failures in words. */
import { readFile, rm, stat } from 'node:fs/promises';
import { LukaError, toErrorBody } from '#shared/errors/luka-error.ts';
import type { StepRunState } from '#shared/nouns/run.ts';
import { parseOutputs } from '../tasks/outputs.ts';
import type { Ending } from './ending.ts';

/** Outputs are names and short values, not payloads. */
const OUTPUT_BYTES = 1_048_576;

/** spawn would blame the program: ENOENT is also what it gives for a missing folder. */
export async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new LukaError('spawn_failed', {
    message: `the folder ${folder} does not exist`,
    remedy: 'mend cwd, or make the folder',
  });
}

/** `~` and `~/…` by the home of the person. */
export function expandHome(path: string, home: string | undefined): string {
  return home !== undefined && (path === '~' || path.startsWith('~/')) ? home + path.slice(1) : path;
}

/**
 * Reads what a step gave to later ones, and removes the file: the ledger has it from here on.
 * @param mask takes out what the ledger must not hold
 */
export async function takeOutputs(
  file: string,
  mask: (text: string) => string = (text) => text,
): Promise<Record<string, string> | undefined> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0) {
    await rm(file, { force: true });
    return undefined;
  }
  if (size > OUTPUT_BYTES)
    throw new LukaError('output_invalid', {
      message: `the outputs take ${size} bytes, more than ${OUTPUT_BYTES}`,
    });
  const outputs = Object.fromEntries(
    Object.entries(parseOutputs(await readFile(file, 'utf8'))).map(([key, value]) => [key, mask(value)]),
  );
  await rm(file, { force: true });
  return outputs;
}

/** How a process ended, as its parent learns it (waitpid(2)). */
export function describeExit(code: number | null, signal: NodeJS.Signals | null): Ending<StepRunState> {
  if (code === 0) return { state: 'succeeded', exitCode: 0 };
  return code === null
    ? { state: 'failed', signal: signal ?? undefined, message: `ended by ${signal}` }
    : { state: 'failed', exitCode: code, message: `ended with exit code ${code}` };
}

/** A spawn that failed, by the system's code (execve(2)). */
export function spawnFailure(error: unknown, program: string): Ending<StepRunState> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Record<string, string> = {
    ENOENT: `${program} was not found`,
    EACCES: `${program} may not be executed`,
    E2BIG: 'its arguments and environment are too long',
  };
  return {
    state: 'failed',
    errorCode: 'spawn_failed',
    message: reasons[code] ?? `${program} could not be started (${code || String(error)})`,
    exitCode: code === 'ENOENT' ? 127 : 126,
  };
}

/** An expected failure as the step's end; a bug is thrown on. */
export function describeFailure(error: unknown): Ending<StepRunState> {
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError'))
    return { state: 'cancelled' };
  const body = toErrorBody(error);
  if (body.code === 'internal') throw error;
  return { state: 'failed', errorCode: body.code, message: body.message };
}
