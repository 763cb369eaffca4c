import { programOf } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const programAbsent: LintRule = {
  code: 'program_absent',
  severity: 'error',
  what: 'neither Program nor ProgramArguments',
  explanation: 'A job starts what Program or the first of ProgramArguments names.',
  source: LAUNCHD_PLIST,
  fixes: false,
  check: ({ job }) =>
    job.entries.length === 0 || programOf(job)
      ? []
      : [
          {
            message: 'it has neither Program nor ProgramArguments',
            remedy: 'add ProgramArguments',
            path: [],
          },
        ],
};
