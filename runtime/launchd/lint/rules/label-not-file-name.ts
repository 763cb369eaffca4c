import { basename } from 'node:path';
import { setInPlist } from '../../plist/edit-xml-plist.ts';
import { isPlainLabel, textAt } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const labelNotFileName: LintRule = {
  code: 'label_not_file_name',
  severity: 'warning',
  what: 'a Label other than the name of its file',
  explanation:
    'Files are found by the label of their job; where the two differ, people and tools change the wrong one.',
  source: LAUNCHD_PLIST,
  fixes: true,
  check({ job, file }) {
    const text = textAt(job, 'Label');
    const name = file === undefined ? undefined : /^(.+)\.plist(?:\.sample)?$/.exec(basename(file))?.[1];
    if (text === undefined || name === undefined || text === name) return [];
    return [
      {
        message: `its Label is ${text}, its file is named ${name}`,
        remedy: 'give both the same name',
        path: ['Label'],
        fix: isPlainLabel(name)
          ? {
              words: `names the job ${name}, as its file`,
              apply: (plist) => setInPlist(plist, ['Label'], { kind: 'string', value: name }),
            }
          : undefined,
      },
    ];
  },
};
