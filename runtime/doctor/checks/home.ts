/** The home itself: there, a folder, the person's own, for nobody else, writable. */
import { access, chmod, constants, lstat } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import { undefinedWhereGone } from '../../home/atomic-file.ts';
import { checkRoot } from '../../home/open-home.ts';
import { errorText, NotHere, type Check, type Found } from '../check.ts';

export const homeCheck: Check = {
  id: 'home',
  title: 'Home',
  async examine({ layout: { root, marker }, uid }) {
    const stat = await lstat(root).catch(undefinedWhereGone);
    if (stat === undefined)
      throw new NotHere(`there is no home at ${root} yet: it is made at the first start`);
    const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
    const evidence = [`${root}: mode ${mode}, owner ${stat.uid}`];
    const findings: Found[] = [];
    try {
      checkRoot(root, stat, uid === undefined ? {} : { uid });
    } catch (error) {
      if (!(error instanceof LukaError)) throw error;
      findings.push({
        subject: root,
        severity: 'error',
        message: error.message,
        evidence,
        remedy: error.remedy,
        ...(error.code === 'home_loose'
          ? { command: `chmod 700 '${root}'`, mend: 'make it the owner’s alone (mode 0700)' }
          : {}),
      });
    }
    await access(root, constants.R_OK | constants.W_OK | constants.X_OK).catch((error: unknown) =>
      findings.push({
        subject: root,
        severity: 'error',
        message: 'the home cannot be written',
        evidence: [...evidence, errorText(error)],
        remedy: 'see whether the disk is mounted read-only, and whose folder it is',
      }),
    );
    if (findings.length === 0 && (await lstat(marker).catch(undefinedWhereGone)) === undefined)
      findings.push({
        subject: marker,
        severity: 'warning',
        message: 'the folder is not marked as a home of Luka',
        evidence: [`${marker} is not there`],
        remedy:
          'Luka refuses a folder with files in it that is not marked: see whether this is the right one',
      });
    return { findings, note: `${root}, mode ${mode}` };
  },
  async mend({ layout: { root } }) {
    await chmod(root, 0o700);
    return `${root} is the owner’s alone now`;
  },
};
