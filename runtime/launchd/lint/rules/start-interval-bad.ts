import { removeFromPlist } from '../../plist/edit-xml-plist.ts';
import { entryOf } from '../../plist/plist-value.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const startIntervalBad: LintRule = {
  code: 'start_interval_bad',
  severity: 'error',
  what: 'a StartInterval of 0 or less',
  explanation: 'StartInterval is a number of seconds, 1 or more; with 0 the job never starts by it.',
  source: `${LAUNCHD_PLIST}, StartInterval`,
  fixes: true,
  check({ job }) {
    const value = entryOf(job, 'StartInterval')?.value;
    if (value === undefined || value.kind !== 'integer' || value.value > 0n) return [];
    return [
      {
        message: `StartInterval is ${value.value}`,
        remedy: 'give it seconds, 1 or more, or take it out',
        path: ['StartInterval'],
        fix: {
          words: 'takes StartInterval out',
          apply: (plist) => removeFromPlist(plist, ['StartInterval']),
        },
      },
    ];
  },
};
