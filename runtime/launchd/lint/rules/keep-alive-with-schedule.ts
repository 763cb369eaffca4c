import { entryOf } from '../../plist/plist-value.ts';
import { has } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const keepAliveWithSchedule: LintRule = {
  code: 'keep_alive_with_schedule',
  severity: 'warning',
  what: 'KeepAlive together with StartInterval or StartCalendarInterval',
  explanation: 'A job that is kept alive is started again as soon as it ends: its schedule means nothing.',
  source: `${LAUNCHD_PLIST}, KeepAlive`,
  fixes: false,
  check({ job }) {
    const kept = entryOf(job, 'KeepAlive')?.value;
    if (kept?.kind !== 'boolean' || !kept.value) return [];
    return ['StartInterval', 'StartCalendarInterval']
      .filter((key) => has(job, key))
      .map((key) => ({
        message: `KeepAlive is on, and so is ${key}`,
        remedy: 'keep one: KeepAlive for a service, the schedule for a job that ends',
        path: [key],
      }));
  },
};
