/** Files and folders of the home that others could read once the home were open, and those of another user. */
import { chmod } from 'node:fs/promises';
import type { Check, Found } from '../check.ts';
import { foreignOrLoose } from '../home-modes.ts';
import { many } from '../many.ts';

export const homeFilesCheck: Check = {
  id: 'permissions',
  title: 'Permissions',
  async examine({ layout, uid }) {
    const { looked, loose, foreign } = await foreignOrLoose(layout, uid);
    const findings: Found[] = [];
    if (foreign.length > 0)
      findings.push({
        subject: 'owner',
        severity: 'error',
        message: `${many(foreign.length, 'file or folder of the home is', 'files and folders of the home are')} another user's`,
        evidence: foreign.map(({ path, owner }) => `${path} belongs to user ${owner}`),
        remedy: 'give them back: Luka was once started as another user, perhaps with sudo',
        command: `sudo chown -R ${uid} '${layout.root}'`,
      });
    if (loose.length > 0)
      findings.push({
        subject: 'mode',
        severity: 'warning',
        message: `${many(loose.length, 'file or folder', 'files and folders')} of the home may be read or written by others`,
        evidence: loose.map(({ path, mode }) => `${path}: mode ${octal(mode)}`),
        remedy: 'make them the owner’s alone',
        mend: 'make them the owner’s alone (0600, folders 0700)',
      });
    return { findings, note: `${looked} looked at` };
  },
  async mend({ layout, uid }) {
    const { loose } = await foreignOrLoose(layout, uid);
    for (const { path, isFolder } of loose) await chmod(path, isFolder ? 0o700 : 0o600);
    return `${many(loose.length, 'is', 'are')} the owner’s alone now`;
  },
};

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
