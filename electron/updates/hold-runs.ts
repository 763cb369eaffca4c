/** Whether nothing goes, asked so that nothing can start after the answer. */
import { setImmediate as soon } from 'node:timers/promises';
import type { Engine } from '#runtime/engine.ts';

/** Takes no more runs. @returns false where one goes: it is not waited for, and runs are to be taken again */
export async function holdRuns(engine: Pick<Engine, 'drain'>): Promise<boolean> {
  return Promise.race([engine.drain(), soon(false)]);
}
