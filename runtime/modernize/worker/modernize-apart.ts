/** Converts a text beside the event loop, within bounds of time and memory, a few at a time. */
import { Worker } from 'node:worker_threads';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ModernizedText } from '#shared/nouns/modernize.ts';
import { programPath } from '../../home/programs.ts';

const PATIENCE_MS = 10_000;
const MEMORY_MB = 512;
const AT_ONCE = 2;

let going = 0;
const waiting: (() => void)[] = [];

/**
 * @param file as findings name it
 * @throws LukaError modernize_too_long
 */
export async function modernizeApart(
  text: string,
  file: string,
  patienceMs = PATIENCE_MS,
): Promise<ModernizedText> {
  if (going >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else going += 1;
  try {
    return await onThread({ text, file }, patienceMs);
  } finally {
    // The place goes to the next one, or is free.
    const next = waiting.shift();
    if (next) next();
    else going -= 1;
  }
}

async function onThread(
  workerData: { text: string; file: string },
  patienceMs: number,
): Promise<ModernizedText> {
  const worker = new Worker(programPath('modernize-worker'), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const answer = Promise.withResolvers<ModernizedText>();
  worker.once('message', (result: ModernizedText) => answer.resolve(result));
  // A text that is nested very deeply exhausts the stack of whoever reads it.
  worker.once('error', (error) => {
    const isTooMuch =
      error instanceof RangeError || ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY');
    answer.reject(isTooMuch ? new LukaError('modernize_too_long', { cause: error }) : error);
  });
  worker.once('exit', (code) => answer.reject(new Error(`the thread that modernizes ended with ${code}`)));
  const timer = setTimeout(() => answer.reject(new LukaError('modernize_too_long')), patienceMs);
  try {
    return await answer.promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
