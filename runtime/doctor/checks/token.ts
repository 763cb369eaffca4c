/** The token of the home: there, whole, and for nobody else. */
import { rm } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import { readToken } from '../../home/token.ts';
import { fine, type Check } from '../check.ts';

export const tokenCheck: Check = {
  id: 'token',
  title: 'Token',
  async examine({ layout, running }) {
    try {
      const token = await readToken(layout);
      if (token !== undefined) return fine('whole, for the owner only');
      if (running === undefined) return fine('none yet: it is made at the next start');
      return {
        note: 'gone',
        findings: [
          {
            subject: layout.token,
            severity: 'error',
            message: 'the token is gone, and no command can sign in to the Luka that runs',
            evidence: [`${layout.token} is not there`],
            remedy: 'stop Luka and start it again: it makes a new token',
            command: 'luka down && luka up',
          },
        ],
      };
    } catch (error) {
      if (!(error instanceof LukaError)) throw error;
      // Whoever runs knows the token that is there; a new one is made at a start.
      const mendable = running === undefined && error.code !== 'home_foreign';
      return {
        note: 'not usable',
        findings: [
          {
            subject: layout.token,
            severity: 'error',
            message: error.message,
            evidence: [layout.token],
            remedy: error.remedy,
            ...(mendable ? { mend: 'remove it: the next start makes a new one' } : {}),
          },
        ],
      };
    }
  },
  async mend({ layout }) {
    await rm(layout.token, { force: true });
    return 'the token is removed: the next start makes a new one';
  },
};
