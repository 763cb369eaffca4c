/** The service that keeps Luka: its Node, its release and its home are still where its file says. */
import { access, constants, lstat, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fine, type Check, type Found, type Patient } from '../check.ts';
import { serviceFiles } from '../service-file.ts';

export const serviceCheck: Check = {
  id: 'service',
  title: 'Service',
  async examine(patient) {
    const { layout } = patient;
    const files = await serviceFiles(patient);
    const findings: Found[] = [];
    for (const { file, argv } of files) {
      const [node, program] = argv;
      const evidence = [`${file}: ${argv.join(' ')}`];
      if (node === undefined || program === undefined)
        findings.push(broken(file, 'the file of the service names no program', evidence));
      else if (!(await isProgram(node)))
        findings.push(
          broken(file, 'the Node that the service starts Luka with is gone', [
            `${node} cannot be started`,
            ...evidence,
          ]),
        );
      else if (!(await isFile(program)))
        findings.push(
          broken(file, 'the release that the service starts is gone', [
            await whereTo(patient, program),
            ...evidence,
          ]),
        );
      const home = argv[argv.indexOf('--home') + 1];
      if (argv.includes('--home') && home !== undefined && home !== layout.root)
        findings.push({
          subject: `${file} (home)`,
          severity: 'warning',
          message: 'the service keeps a Luka of another home',
          evidence: [`${file}: --home ${home}`, `this home is ${layout.root}`],
          remedy: 'deploy it anew with this home, or name the other one by LUKA_HOME',
          command: 'luka deploy',
        });
    }
    if (files.length > 1)
      findings.push({
        subject: 'twice',
        severity: 'error',
        message: 'Luka is deployed twice, and only one of the two can have the home',
        evidence: files.map(({ file }) => file),
        remedy: 'remove one of them',
      });
    if (files.length === 0) return fine('not deployed: it runs while somebody runs it');
    return { findings, note: files.map(({ file }) => file).join(', ') };
  },
};

function broken(file: string, message: string, evidence: readonly string[]): Found {
  return {
    subject: file,
    severity: 'error',
    message: `${message}: Luka does not start by itself`,
    evidence: [...evidence],
    remedy: 'deploy Luka anew',
    command: 'luka deploy',
  };
}

async function whereTo({ layout }: Patient, program: string): Promise<string> {
  const current = join(layout.releases.luka, 'current');
  const isLink = await lstat(current).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
  return isLink ? `${current} leads to ${await readlink(current)}` : `${program} is not there`;
}

function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
