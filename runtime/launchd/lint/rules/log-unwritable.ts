import { dirname, isAbsolute } from 'node:path';
import { isDaemon, textAt } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const logUnwritable: LintRule = {
  code: 'log_unwritable',
  severity: 'error',
  what: 'a log file that the person may not write',
  explanation:
    'launchd opens the log as the one whom the job runs as; where it cannot, the job ends with 78 (EX_CONFIG).',
  source: `${LAUNCHD_PLIST}, StandardOutPath; open(2), EACCES`,
  fixes: false,
  async check({ job, file }, facts) {
    // What is run as somebody else may write elsewhere.
    if (isDaemon(file)) return [];
    const hits = await Promise.all(
      ['StandardOutPath', 'StandardErrorPath'].map(async (key) => {
        const text = textAt(job, key);
        if (text === undefined || !isAbsolute(text)) return [];
        if ((await facts.look(dirname(text))) === 'missing') return [];
        const fact = await facts.look(text);
        if (fact === 'folder' || fact === 'unknown') return [];
        const place = fact === 'missing' ? dirname(text) : text;
        if ((await facts.canWrite?.(place)) !== false) return [];
        return [
          {
            message: `${place} cannot be written`,
            remedy: 'change its owner or mode, or log elsewhere',
            path: [key],
          },
        ];
      }),
    );
    return hits.flat();
  },
};
