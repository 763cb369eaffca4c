/** Who has the home: a Luka that answers, one that does not, or nobody. */
import { rm } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import { readEndpoint } from '../../home/endpoint-file.ts';
import { takeLock } from '../../home/lock.ts';
import { isAlive } from '../../runs/processes/is-alive.ts';
import { fine, type Check, type Found, type Patient } from '../check.ts';
import { lstat } from 'node:fs/promises';
import { undefinedWhereGone } from '../../home/atomic-file.ts';

export const lockCheck: Check = {
  id: 'lock',
  title: 'Lock',
  async examine(patient) {
    const { layout, running } = patient;
    if (running) return fine(`held by the Luka that runs, pid ${running.pid}`);
    const held = await isHeld(patient);
    const published = await readEndpoint(layout);
    const findings: Found[] = [];
    if (typeof held === 'string')
      findings.push({
        subject: layout.lock,
        severity: 'error',
        message: 'the lock cannot be taken',
        evidence: [held],
        remedy: 'remove that file while Luka is not running',
      });
    else if (held)
      findings.push({
        subject: layout.lock,
        severity: 'error',
        message: 'a Luka has the home and does not answer',
        evidence: [
          `${layout.lock} is locked`,
          published === undefined ? 'it did not say who it is' : `it said that it is pid ${published.pid}`,
        ],
        remedy: 'look at the end of luka.log, then end that process and start Luka again',
        ...(published === undefined ? {} : { command: `kill ${published.pid}` }),
      });
    else if (published)
      findings.push({
        subject: layout.endpoint,
        severity: 'info',
        message: 'a Luka that ended without saying so left its address',
        evidence: [
          `pid ${published.pid} is ${isAlive(published.pid) ? "another program's now" : 'gone'}, and the lock is free`,
        ],
        remedy: 'nothing trusts it; it goes with the next start',
        mend: 'remove the address',
      });
    return { findings, note: held === true ? 'held' : 'free' };
  },
  async mend({ layout }) {
    await rm(layout.endpoint, { force: true });
    return `${layout.endpoint} is removed`;
  },
};

/** @returns whether it is held; in words why it cannot be known. The lock is let go at once */
async function isHeld({ layout, isOwn }: Patient): Promise<boolean | string> {
  if (isOwn) return true;
  // Asking would make it.
  if ((await lstat(layout.lock).catch(undefinedWhereGone)) === undefined) return false;
  try {
    takeLock(layout).release();
    return false;
  } catch (error) {
    if (!(error instanceof LukaError)) throw error;
    return error.code === 'already_running' ? true : error.message;
  }
}
