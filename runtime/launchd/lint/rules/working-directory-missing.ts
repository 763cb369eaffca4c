import { isAbsolute } from 'node:path';
import { textAt } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';
import { isUnexpanded } from '../unexpanded.ts';

export const workingDirectoryMissing: LintRule = {
  code: 'working_directory_missing',
  severity: 'error',
  what: 'a WorkingDirectory that is not there, or no folder',
  explanation:
    'launchd changes to it before it starts the job; where it cannot, the job ends with 78 (EX_CONFIG).',
  source: `${LAUNCHD_PLIST}, WorkingDirectory`,
  fixes: false,
  async check({ job }, facts) {
    const path = ['WorkingDirectory'];
    const text = textAt(job, 'WorkingDirectory');
    if (text === undefined || isUnexpanded(text)) return [];
    if (!isAbsolute(text))
      return [{ message: 'WorkingDirectory is no absolute path', remedy: 'write the whole path', path }];
    const fact = await facts.look(text);
    if (fact === 'folder' || fact === 'unknown') return [];
    return [
      {
        message: fact === 'missing' ? `the folder ${text} is not there` : `${text} is no folder`,
        remedy: 'correct the path, or make the folder',
        path,
      },
    ];
  },
};
