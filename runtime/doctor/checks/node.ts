/** The Node that modules and this Luka run with. */
import { access, constants } from 'node:fs/promises';
import type { Check, Found } from '../check.ts';

const MAJOR = 24;

export const nodeCheck: Check = {
  id: 'node',
  title: 'Node',
  async examine({ node: { version, path } }) {
    const findings: Found[] = [];
    if (Number(version.split('.', 1)[0]) < MAJOR)
      findings.push({
        subject: path,
        severity: 'error',
        message: `this is Node ${version}, and Luka needs ${MAJOR}`,
        evidence: [`${path}: ${version}`],
        remedy: 'run `npm ci` in the folder of Luka: it brings the right one with it',
      });
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!isThere)
      findings.push({
        subject: path,
        severity: 'error',
        message: 'the Node that runs modules is gone',
        evidence: [`${path} cannot be started`],
        remedy: 'start Luka again with a Node that stays where it is',
      });
    return { findings, note: `Node ${version}` };
  },
};
