import { valueAt, type PlistDict } from '../../plist/plist-value.ts';
import { argumentsOf, isOn, programOf, textAt } from '../job-words.ts';
import { LAUNCHD_PLIST } from '../rule.ts';
import type { FolderRule } from './folder-rule.ts';

export const programTwice: FolderRule = {
  code: 'program_twice',
  severity: 'warning',
  what: 'a program that another plist starts with the same arguments, too',
  explanation: 'Both are started by themselves: the work is done twice, or the two disturb each other.',
  source: LAUNCHD_PLIST,
  fixes: false,
  sameness({ job }) {
    const program = programOf(job);
    if (program === undefined || isOn(job, 'Disabled')) return undefined;
    // The same program in another folder, or with other variables, is another job.
    return JSON.stringify([
      program.text,
      argumentsOf(job).slice(1),
      textAt(job, 'WorkingDirectory'),
      variablesOf(job),
    ]);
  },
  hit(plist, first) {
    // Of two of one label launchd loads one: that is told already.
    if (textAt(plist.job, 'Label') === textAt(first.job, 'Label')) return undefined;
    return {
      message: `${first.file} starts the same program with the same arguments`,
      remedy: 'keep one of them; one job can have several schedules',
      path: programOf(plist.job)?.path ?? [],
    };
  },
};

function variablesOf(job: PlistDict): string[] {
  const values = valueAt(job, ['EnvironmentVariables']);
  if (values?.kind !== 'dict') return [];
  return values.entries
    .filter(({ key }) => key !== 'PATH')
    .map(({ key, value }) => `${key}=${value.kind === 'string' ? value.value : value.kind}`)
    .toSorted();
}
