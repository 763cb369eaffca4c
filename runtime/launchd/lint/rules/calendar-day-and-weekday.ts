import { calendarsOf, has } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const calendarDayAndWeekday: LintRule = {
  code: 'calendar_day_and_weekday',
  severity: 'warning',
  what: 'a Day and a Weekday in one calendar dictionary',
  explanation: 'With both, launchd starts the job when either comes, not when both do.',
  source: `${LAUNCHD_PLIST}, StartCalendarInterval; crontab(5)`,
  fixes: false,
  check: ({ job }) =>
    calendarsOf(job)
      .filter(({ value }) => value.kind === 'dict' && has(value, 'Day') && has(value, 'Weekday'))
      .map(({ path }) => ({
        message: 'it has a Day and a Weekday',
        remedy: 'keep one, or write two dictionaries, which says the same plainly',
        path: [...path, 'Weekday'],
      })),
};
