import { valueAt } from '../../plist/plist-value.ts';
import { calendarsOf } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const calendarAsleep: LintRule = {
  code: 'calendar_asleep',
  severity: 'info',
  what: 'a calendar hour at which this machine sleeps as a rule',
  explanation:
    'launchd starts what came due in sleep once the machine wakes, and several moments of one job as one start.',
  source: `${LAUNCHD_PLIST}, StartCalendarInterval`,
  fixes: false,
  check: ({ job }, facts) =>
    calendarsOf(job).flatMap(({ path, value }) => {
      const hour = valueAt(value, ['Hour']);
      if (hour?.kind !== 'integer' || hour.value < 0n || hour.value > 23n) return [];
      if (facts.asleep?.(Number(hour.value)) !== true) return [];
      return [
        {
          message: `at hour ${hour.value} this machine sleeps as a rule`,
          remedy: 'choose an hour at which it is awake, or expect the job when it wakes',
          path: [...path, 'Hour'],
        },
      ];
    }),
};
