import { isAbsolute } from 'node:path';
import { programOf } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';
import { isUnexpanded } from '../unexpanded.ts';

export const programMissing: LintRule = {
  code: 'program_missing',
  severity: 'error',
  what: 'a program that is not there',
  explanation:
    'launchd loads such a job without a word, and each start of it ends with 78 (EX_CONFIG) or 127.',
  source: `${LAUNCHD_PLIST}; sysexits(3)`,
  fixes: false,
  async check({ job }, facts) {
    const program = programOf(job);
    if (program === undefined || !isAbsolute(program.text) || isUnexpanded(program.text)) return [];
    if ((await facts.look(program.text)) !== 'missing') return [];
    return [
      {
        message: `its program ${program.text} is not there`,
        remedy: 'correct the path, or remove the agent',
        path: program.path,
      },
    ];
  },
};
