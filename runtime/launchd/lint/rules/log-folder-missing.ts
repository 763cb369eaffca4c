import { dirname, isAbsolute } from 'node:path';
import { textAt } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';
import { isUnexpanded } from '../unexpanded.ts';

export const logFolderMissing: LintRule = {
  code: 'log_folder_missing',
  severity: 'error',
  what: 'a log file whose folder is not there, that is a folder, or that is no absolute path',
  explanation:
    'launchd makes the file but not its folder: the job ends with 78 (EX_CONFIG) before it begins.',
  source: `${LAUNCHD_PLIST}, StandardOutPath`,
  fixes: false,
  async check({ job }, facts) {
    const keys = ['StandardOutPath', 'StandardErrorPath'];
    const hits = await Promise.all(
      keys.map(async (key) => {
        const text = textAt(job, key);
        if (text === undefined || isUnexpanded(text)) return [];
        if (!isAbsolute(text))
          return [{ message: `${key} is no absolute path`, remedy: 'write the whole path', path: [key] }];
        const folder = dirname(text);
        // The folder first: of many logs it is the same, and where it is gone there is nothing more to ask.
        if ((await facts.look(folder)) === 'missing')
          return [
            { message: `the folder ${folder} is not there`, remedy: `mkdir -p ${folder}`, path: [key] },
          ];
        if ((await facts.look(text)) !== 'folder') return [];
        return [{ message: `${key} is a folder`, remedy: 'name a file in it', path: [key] }];
      }),
    );
    return hits.flat();
  },
};
