/** Modules that do not load, and links into releases that are gone. */
import { lstat, readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asFound } from '../as-found.ts';
import type { Check, Found, Patient } from '../check.ts';

export const modulesCheck: Check = {
  id: 'modules',
  title: 'Modules',
  async examine(patient) {
    const { layout, taskFindings } = patient;
    const names = (await readdir(layout.modules).catch(() => [])).filter((name) => name.endsWith('.mjs'));
    const gone = await brokenLinks(patient, names);
    const known = new Set(gone.map(({ subject }) => subject));
    const { findings } = await taskFindings();
    const own = findings
      .filter(({ file }) => file?.startsWith(`${layout.modules}/`) === true && !known.has(file))
      .map((finding) => asFound(finding));
    return { findings: [...gone, ...own], note: names.length === 1 ? '1 module' : `${names.length} modules` };
  },
};

async function brokenLinks({ layout }: Patient, names: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const name of names) {
    const file = join(layout.modules, name);
    if (!(await lstat(file)).isSymbolicLink()) continue;
    const leads = await stat(file).then(
      () => true,
      () => false,
    );
    if (leads) continue;
    const module = name.replace(/\.mjs$/, '');
    found.push({
      subject: file,
      severity: 'error',
      message: `the release of the module "${module}" is gone`,
      evidence: [`${file} leads to ${await readlink(file)}, which is not there`],
      remedy: 'go back to another release, or deploy the module anew',
      command: `luka releases ${module}`,
    });
  }
  return found;
}
