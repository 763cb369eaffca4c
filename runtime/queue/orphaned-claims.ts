/** Claimed orders whose ledger is gone: nobody can say whether they ran, so they must not run on their own again. */
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { LukaError, toErrorBody } from '#shared/errors/luka-error.ts';
import { replaceFile } from '../home/atomic-file.ts';
import type { HomeLayout } from '../home/layout.ts';
import { isClaim, nameOfClaim, resultName } from './order-names.ts';
import { refusalResult } from './order-result.ts';

/** Moves every claimed order to `failed`, with a result that says why. @returns how many */
export async function setAsideClaims({ queue }: HomeLayout, at: string): Promise<number> {
  const claims = (await readdir(queue.running)).filter(isClaim);
  for (const claimed of claims) {
    const error = new LukaError('database_corrupt', {
      message: 'the ledger was damaged while this order was taken: it may have run, in whole or in part',
      remedy: 'look at what it had done, then drop it again if it is to run',
    });
    const result = refusalResult(nameOfClaim(claimed), toErrorBody(error), at);
    await replaceFile(join(queue.failed, resultName(claimed)), `${JSON.stringify(result, null, 2)}\n`);
    await rename(join(queue.running, claimed), join(queue.failed, claimed));
  }
  return claims.length;
}
