/** Words of reports and of their schedule. Pure. */
import type { ReportKind, ReportSettings } from '#shared/nouns/report.ts';
import { capital } from '../../words/run-state.ts';

export const REPORT_KIND_WORDS: Readonly<Record<ReportKind, { one: string; many: string }>> = {
  day: { one: 'Day', many: 'Days' },
  week: { one: 'Week', many: 'Weeks' },
  session: { one: 'Session', many: 'Sessions' },
  other: { one: 'Other', many: 'Other' },
};

export const WEEKDAY_NAMES = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const satisfies readonly NonNullable<ReportSettings['week']>['on'][];

/** `A day’s report is made at 07:30 of the next one, a week’s on Monday at 07:30.` */
export function scheduleWords({ day, week }: ReportSettings): string {
  const ofDay = day === null ? undefined : `a day’s report is made at ${day} of the next one`;
  const ofWeek =
    week === null
      ? undefined
      : `a week’s ${ofDay === undefined ? 'report is made ' : ''}on ${capital(week.on)} at ${week.at}`;
  const both = [ofDay, ofWeek].filter((part) => part !== undefined).join(', ');
  return both === '' ? 'No report is made by itself.' : `${capital(both)}.`;
}
