import { isOn } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const keepAliveLoops: LintRule = {
  code: 'keep_alive_loops',
  severity: 'warning',
  what: 'KeepAlive with SuccessfulExit true',
  explanation:
    'It starts the job again whenever it ended well, every 10 s where it ends at once, and leaves it where it failed.',
  source: `${LAUNCHD_PLIST}, KeepAlive, SuccessfulExit`,
  fixes: false,
  check: ({ job }) =>
    isOn(job, 'KeepAlive', 'SuccessfulExit')
      ? [
          {
            message: 'it is started again when it succeeds, and not when it fails',
            remedy: 'set SuccessfulExit to false to start it again after a failure',
            path: ['KeepAlive', 'SuccessfulExit'],
          },
        ]
      : [],
};
