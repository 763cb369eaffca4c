/** This command, the Luka that runs and the one that was deployed: of one version. */
import { ReleaseShelf } from '../../deploy/luka/release-shelf.ts';
import type { Check, Found } from '../check.ts';

export const versionsCheck: Check = {
  id: 'versions',
  title: 'Versions',
  async examine({ version, running, layout }) {
    const findings: Found[] = [];
    if (running && running.version !== version)
      findings.push({
        subject: 'running',
        severity: 'warning',
        message: `Luka ${running.version} runs, and this is ${version}`,
        evidence: [`pid ${running.pid}: ${running.version}`, `this one: ${version}`],
        remedy: 'start Luka again, or use the command that belongs to it',
        command: 'luka down && luka up',
      });
    const shelf = new ReleaseShelf(layout.releases.luka);
    const current = await shelf.currentName();
    const release = current === undefined ? undefined : await shelf.find(current);
    if (release && release.version !== version)
      findings.push({
        subject: 'deployed',
        severity: 'info',
        message: `Luka ${release.version} is deployed, and this is ${version}`,
        evidence: [`${shelf.current} leads to ${release.name}`],
        remedy: 'deploy this one, if it is the newer',
        command: 'luka deploy',
      });
    const said = [`this ${version}`, ...(running ? [`runs ${running.version}`] : [])];
    return { findings, note: [...said, ...(release ? [`deployed ${release.version}`] : [])].join(', ') };
  },
};
