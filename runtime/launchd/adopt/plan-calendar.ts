/** StartCalendarInterval as cron expressions. launchd.plist(5): what is left out is any, as in crontab(5). */
import { valueAt, type PlistDict, type PlistPath, type PlistValue } from '../plist/plist-value.ts';
import type { Notes } from './notes.ts';

const FIELDS = [
  { key: 'Minute', low: 0, high: 59 },
  { key: 'Hour', low: 0, high: 23 },
  { key: 'Day', low: 1, high: 31 },
  { key: 'Month', low: 1, high: 12 },
  // 0 and 7 are both Sunday.
  { key: 'Weekday', low: 0, high: 7 },
] as const;
const KEY = 'StartCalendarInterval';

/** One expression for each dictionary, each once. Of a Day and a Weekday either is enough, for launchd as for cron. */
export function planCalendar(job: PlistDict, notes: Notes): string[] {
  const value = valueAt(job, [KEY]);
  if (value === undefined) return [];
  const items: readonly [PlistPath, PlistValue][] =
    value.kind === 'array' ? value.items.map((item, at) => [[KEY, at], item]) : [[[KEY], value]];
  const crons = items.flatMap(([path, item]) => cronOf(job, path, item, notes) ?? []);
  return [...new Set(crons)];
}

function cronOf(job: PlistDict, path: PlistPath, item: PlistValue, notes: Notes): string | undefined {
  if (item.kind !== 'dict') {
    notes.find('adopt_schedule', 'error', path, 'it is no dictionary', 'mend it, then import again');
    return undefined;
  }
  const words: string[] = [];
  for (const { key, low, high } of FIELDS) {
    const value = valueAt(job, [...path, key]);
    if (value === undefined) {
      words.push('*');
      continue;
    }
    const number = value.kind === 'integer' ? Number(value.value) : Number.NaN;
    if (!(number >= low && number <= high)) {
      const message = `${key} is a whole number from ${low} to ${high}`;
      notes.find('adopt_schedule', 'error', [...path, key], message, 'mend it, then import again');
      return undefined;
    }
    words.push(String(key === 'Weekday' ? number % 7 : number));
  }
  return words.join(' ');
}
