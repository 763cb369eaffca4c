import { valueAt, type PlistPath, type PlistValue } from '../../plist/plist-value.ts';
import { CALENDAR_UNITS } from '../job-keys.ts';
import { calendarsOf } from '../job-words.ts';
import { LAUNCHD_PLIST, type Hit, type LintRule } from '../rule.ts';

/** February has 29 where a year can be found for it. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const calendarBad: LintRule = {
  code: 'calendar_bad',
  severity: 'error',
  what: 'a moment that never comes, such as 30 February, or a unit that is none',
  explanation:
    'A moment that is in no calendar never comes; an unknown unit is passed over, and what is left out means every.',
  source: `${LAUNCHD_PLIST}, StartCalendarInterval`,
  fixes: false,
  check: ({ job }) => calendarsOf(job).flatMap(({ path, value }) => inCalendar(path, value)),
};

function inCalendar(path: PlistPath, value: PlistValue): Hit[] {
  const hit = (at: PlistPath, message: string, remedy: string): Hit => ({ path: at, message, remedy });
  if (value.kind !== 'dict')
    return [hit(path, 'it is no dictionary of units', 'write <dict> with Hour, Minute, Day, Weekday, Month')];
  const found: Hit[] = [];
  for (const { key, value: of } of value.entries) {
    const bounds = CALENDAR_UNITS[key];
    if (bounds === undefined || !Object.hasOwn(CALENDAR_UNITS, key)) {
      found.push(hit([...path, key], `${key} is no unit`, 'use Minute, Hour, Day, Weekday, Month'));
      continue;
    }
    const [low, high] = bounds;
    if (of.kind === 'integer' && (of.value < low || of.value > high))
      found.push(
        hit([...path, key], `${key} ${of.value} is not in ${low} to ${high}`, `give it ${low} to ${high}`),
      );
  }
  const number = (key: string): number | undefined => {
    const of = valueAt(value, [key]);
    return of?.kind === 'integer' ? Number(of.value) : undefined;
  };
  const day = number('Day');
  const month = number('Month');
  if (day !== undefined && month !== undefined && day <= 31 && day > (LONGEST[month - 1] ?? 31))
    found.push(hit([...path, 'Day'], `month ${month} has no day ${day}`, 'give it a day that comes'));
  return found;
}
