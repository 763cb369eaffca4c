import { has } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const userInAgent: LintRule = {
  code: 'user_in_agent',
  severity: 'warning',
  what: 'a UserName in an agent of a person',
  explanation:
    'Only jobs of the system can be run as somebody else; in an agent of a person the key is passed over.',
  source: `${LAUNCHD_PLIST}, UserName`,
  fixes: false,
  check: ({ job, file }) =>
    file !== undefined && /\/LaunchAgents\//.test(file) && has(job, 'UserName')
      ? [
          {
            message: 'it is an agent and has a UserName',
            remedy: 'take it out, or make it a LaunchDaemon',
            path: ['UserName'],
          },
        ]
      : [],
};
