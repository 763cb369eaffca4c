/** The folder of the control socket: nobody else can enter it, and no socket of a Luka that is gone lies in it. */
import { lstat, rm } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import { checkSocket, controlRootOf, socketPath } from '../../control/control-root.ts';
import { undefinedWhereGone } from '../../home/atomic-file.ts';
import { readEndpoint } from '../../home/endpoint-file.ts';
import { fine, type Check } from '../check.ts';
import { lockCheck } from './lock.ts';

export const controlCheck: Check = {
  id: 'control',
  title: 'Control socket',
  async examine(patient) {
    const { layout, running } = patient;
    const root = (await readEndpoint(layout))?.controlRoot ?? controlRootOf(layout);
    if ((await lstat(root).catch(undefinedWhereGone)) === undefined) return fine('none yet');
    try {
      const isThere = await checkSocket(root);
      if (running || !isThere) return fine(`${root}, for the owner only`);
      // Held and silent is the lock's to tell.
      const held = (await lockCheck.examine(patient)).note === 'held';
      if (held) return fine(`${root}, for the owner only`);
      return {
        note: root,
        findings: [
          {
            subject: socketPath(root),
            severity: 'info',
            message: 'a socket is left of a Luka that has ended',
            evidence: [`${socketPath(root)} is there, and nobody answers`],
            remedy: 'the next start takes its place',
            mend: 'remove the socket',
          },
        ],
      };
    } catch (error) {
      if (!(error instanceof LukaError)) throw error;
      return {
        note: root,
        findings: [
          {
            subject: root,
            severity: 'error',
            message: error.message,
            evidence: [`${root} must be the owner's, with mode 0700`],
            remedy: error.remedy,
          },
        ],
      };
    }
  },
  async mend(_, { subject }) {
    await rm(subject, { force: true });
    return `${subject} is removed`;
  },
};
