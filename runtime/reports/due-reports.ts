/** Which reports are due, and when the next one is. Pure. */
import { WEEKDAYS, type PeriodKind, type ReportSettings } from '#shared/nouns/report.ts';
import { dayAt, daysLater, momentOf, periodOf, weekdayOf } from './period.ts';

/** After a long absence the older ones are not made any more. */
const MOST: Readonly<Record<PeriodKind, number>> = { day: 14, week: 8 };

export interface DueReports {
  /** Days, or Mondays of weeks, the oldest first. */
  readonly due: readonly string[];
  /** The newest time whose report was due by now: up to there all is accounted for. */
  readonly upTo: string;
  /** When the next one is due; undefined where none is wanted. ms since 1970. */
  readonly next: number | undefined;
}

/** @param accounted the last one that was made or passed over; undefined at the first look, when nothing is made up for */
export function dueReports(
  kind: PeriodKind,
  settings: ReportSettings,
  {
    now,
    zone,
    accounted,
  }: { readonly now: number; readonly zone: string; readonly accounted: string | undefined },
): DueReports {
  const step = kind === 'day' ? 1 : 7;
  const today = dayAt(now, zone);
  const current = periodOf(kind, today, zone).day;
  const previous = daysLater(current, -step);
  const moment = (period: string) => dueAt(kind, settings, period, zone);
  const lastDue = moment(previous);
  // The report of the time before this one may not be due yet: then that of the one before it was the last.
  const upTo = lastDue === undefined || lastDue <= now ? previous : daysLater(previous, -step);
  const next = lastDue === undefined ? undefined : lastDue > now ? lastDue : moment(current);
  if (lastDue === undefined || accounted === undefined) return { due: [], upTo, next };
  const due: string[] = [];
  for (let period = upTo; period > accounted && due.length < MOST[kind]; period = daysLater(period, -step))
    due.unshift(period);
  return { due, upTo, next };
}

/** When the report of a time is due: behind its end. */
function dueAt(
  kind: PeriodKind,
  { day, week }: ReportSettings,
  period: string,
  zone: string,
): number | undefined {
  if (kind === 'day') return day === null ? undefined : momentOf(daysLater(period, 1), day, zone);
  if (week === null) return undefined;
  const monday = daysLater(period, 7);
  return momentOf(daysLater(monday, WEEKDAYS.indexOf(week.on) - weekdayOf(monday)), week.at, zone);
}
