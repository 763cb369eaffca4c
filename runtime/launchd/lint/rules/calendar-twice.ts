import { removeFromPlist } from '../../plist/edit-xml-plist.ts';
import type { PlistValue } from '../../plist/plist-value.ts';
import { calendarsOf } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const calendarTwice: LintRule = {
  code: 'calendar_twice',
  severity: 'warning',
  what: 'two calendar dictionaries of the same moment, such as Weekday 0 and 7, which both are Sunday',
  explanation: 'The second adds nothing, and whoever changes only one of them changes nothing.',
  source: `${LAUNCHD_PLIST}, StartCalendarInterval: "0 and 7 are Sunday"`,
  fixes: true,
  check({ job }) {
    const seen = new Set<string>();
    return calendarsOf(job).flatMap(({ path, value }) => {
      const moment = momentOf(value);
      if (moment === undefined) return [];
      if (!seen.has(moment)) {
        seen.add(moment);
        return [];
      }
      return [
        {
          message: 'the same moment stands there already',
          remedy: 'take one of them out',
          path,
          fix: { words: 'takes the second out', apply: (plist: string) => removeFromPlist(plist, path) },
        },
      ];
    });
  },
};

/** The same text for the same moment; undefined where it has what is no number. */
function momentOf(value: PlistValue): string | undefined {
  if (value.kind !== 'dict') return undefined;
  const units: string[] = [];
  for (const { key, value: of } of value.entries) {
    if (of.kind !== 'integer') return undefined;
    units.push(`${key} ${key === 'Weekday' && of.value === 7n ? 0n : of.value}`);
  }
  return units.sort().join();
}
