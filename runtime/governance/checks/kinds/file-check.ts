import type { FileHandle } from 'node:fs/promises';
import type { CheckOf } from '#shared/nouns/check.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode } from '../../../home/atomic-file.ts';
import {
  failed,
  passed,
  shown,
  type CheckContext,
  type CheckRunner,
  type Judgement,
} from '../check-runner.ts';
import { findFiles } from '../find-files.ts';
import { fileFault, type FileWanted } from '../file-fault.ts';

/** Reasons that a message gives. */
const TOLD = 3;

export const fileCheck: CheckRunner<'file'> = {
  kind: 'file',
  describe({ file }) {
    const wants = [
      ...(file.newer ? ['changed by the run'] : []),
      ...(file.minSize === undefined ? [] : [`of at least ${file.minSize} bytes`]),
      ...(file.maxSize === undefined ? [] : [`of at most ${file.maxSize} bytes`]),
      ...(file.lines === undefined ? [] : [`with ${rangeWords(file.lines)} lines`]),
      ...(file.schema === undefined ? [] : ['that fits its schema']),
    ];
    const what = [shown(file.path), ...wants].join(', ');
    return file.exists === false ? `there is no ${what}` : `there is ${what}`;
  },
  async judge({ file }, context, signal) {
    const found = await findFiles(file.path, context, signal);
    if ('fault' in found) return failed(found.fault);
    const faults: string[] = [];
    let looked = 0;
    for (const path of found.paths) {
      signal.throwIfAborted();
      const fault = await look(path, file, context, signal);
      if (fault === undefined)
        return file.exists === false ? failed(`${shown(path)} is there`) : passed(`${shown(path)} is there`);
      if (fault === MISSING) continue;
      // That it could not be looked at is no proof that it is not there.
      if (typeof fault === 'object' && file.exists === false) return failed(fault.unseen);
      looked += 1;
      const words = typeof fault === 'object' ? fault.unseen : fault;
      if (faults.length < TOLD) faults.push(found.paths.length === 1 ? words : `${shown(path)}: ${words}`);
    }
    return noneOf(file, { faults, looked, cut: found.cut });
  },
};

/** Not one is as described. */
function noneOf(
  file: CheckOf<'file'>['file'],
  { faults, looked, cut }: { faults: readonly string[]; looked: number; cut: string | undefined },
): Judgement {
  const more = looked > faults.length ? `, and ${looked - faults.length} more` : '';
  if (cut !== undefined) return failed(`${cut}; of those seen none is as described`);
  if (file.exists === false) return passed(`there is none`);
  return failed(faults.length === 0 ? `there is no ${shown(file.path)}` : `${faults.join('; ')}${more}`);
}

const MISSING = Symbol('missing');

/** @returns what is wrong with a file, or that it is none; undefined where it is as described */
async function look(
  path: string,
  wanted: FileWanted,
  context: CheckContext,
  signal: AbortSignal,
): Promise<string | { unseen: string } | typeof MISSING | undefined> {
  let handle: FileHandle;
  try {
    handle = await context.openFile(path);
  } catch (error) {
    if (isMissing(error)) return MISSING;
    if (error instanceof LukaError) return { unseen: error.message };
    if (error instanceof Error && 'code' in error)
      return { unseen: `it cannot be opened (${String(error.code)})` };
    throw error;
  }
  try {
    return await fileFault(handle, wanted, context.startedAt, signal);
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  const cause = error instanceof LukaError ? error.cause : error;
  return hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR');
}

export function rangeWords({ min, max }: { min?: number | undefined; max?: number | undefined }): string {
  if (min === max && min !== undefined) return `exactly ${min}`;
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  return min !== undefined ? `at least ${min}` : `at most ${max ?? 'any number of'}`;
}
