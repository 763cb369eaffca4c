import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const plistNoJob: LintRule = {
  code: 'plist_no_job',
  severity: 'error',
  what: 'no dictionary, or an empty one',
  explanation: 'A job is a dictionary with a Label; anything else is not loaded.',
  source: LAUNCHD_PLIST,
  fixes: false,
  check: ({ job, faults }) =>
    job.entries.length > 0 || faults.length > 0
      ? []
      : [
          {
            message: 'it has no dictionary with anything in it',
            remedy: 'give it a Label and ProgramArguments',
            path: [],
          },
        ],
};
