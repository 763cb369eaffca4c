/**
 * Assesses short work at once, and long work on a thread of its own: a script of 256 KiB made to be hard takes a few hundred
 * milliseconds, in which nothing else would be served.
 */
import { Worker } from 'node:worker_threads';
import type { RiskReason } from '#shared/nouns/gate.ts';
import { programPath } from '../../home/programs.ts';
import type { Work } from '../work.ts';
import { assessWork } from './assess-work.ts';
import type { PolicyCommands } from './inspector.ts';
import type { Assessment, ScriptReader } from './ports.ts';

/** What is looked through at once, in UTF-16 units: of the work itself, and of the scripts that it calls. */
const SHORT = 4_096;
/** Nothing within its bounds takes a tenth of this. */
const PATIENCE_MS = 10_000;
const MEMORY_MB = 512;

class TooLong extends Error {
  override readonly name = 'TooLong';
}

export async function assessApart(
  work: Work,
  read: ScriptReader,
  policy: PolicyCommands = {},
  patienceMs = PATIENCE_MS,
): Promise<Assessment> {
  if (lengthOf(work) > SHORT) return onThread(work, policy, patienceMs);
  let length = 0;
  try {
    return await assessWork(
      work,
      async (path) => {
        const found = await read(path);
        length += found?.text.length ?? 0;
        if (length > SHORT) throw new TooLong();
        return found;
      },
      policy,
    );
  } catch (error) {
    if (error instanceof TooLong) return onThread(work, policy, patienceMs);
    throw error;
  }
}

function lengthOf({ steps, checks }: Work): number {
  let length = 0;
  for (const { action, env } of [...steps, ...checks]) {
    for (const value of Object.values(env)) length += value?.length ?? 0;
    if (action.kind === 'shell') length += action.script.length;
    else if (action.kind === 'code') length += action.code.length;
    else if (action.kind === 'argv') for (const { text } of action.argv) length += text.length;
    else if (action.kind === 'file') for (const { text } of action.args) length += text.length;
  }
  return length;
}

async function onThread(work: Work, policy: PolicyCommands, patienceMs: number): Promise<Assessment> {
  const worker = new Worker(programPath('assess-worker'), {
    workerData: { work, policy },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const answer = Promise.withResolvers<Assessment>();
  worker.once('message', (assessment: Assessment) => answer.resolve(assessment));
  worker.once('error', (error) => {
    if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') answer.resolve(givenUp());
    else answer.reject(error);
  });
  const timer = setTimeout(() => answer.resolve(givenUp()), patienceMs);
  try {
    return await answer.promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** Which files take part is not known then, so that no approval could be bound to them: it never runs. */
function givenUp(): Assessment {
  const reason: RiskReason = {
    rule: 'unparsed',
    points: 100,
    effect: 'deny',
    text: 'takes too long to be looked through: make it smaller',
  };
  return {
    reasons: [reason],
    touches: { reads: [], writes: [], deletes: [], network: [], programs: [] },
    files: [],
  };
}
