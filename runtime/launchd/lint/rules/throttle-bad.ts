import { setInPlist } from '../../plist/edit-xml-plist.ts';
import { entryOf } from '../../plist/plist-value.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const throttleBad: LintRule = {
  code: 'throttle_bad',
  severity: 'warning',
  what: 'a ThrottleInterval of 0, or above 10',
  explanation:
    'launchd waits 10 s between two starts of a job. 0 does not end that, and more delays every start, also a due one.',
  source: `${LAUNCHD_PLIST}, ThrottleInterval`,
  fixes: true,
  check({ job }) {
    const value = entryOf(job, 'ThrottleInterval')?.value;
    if (value?.kind !== 'integer' || (value.value > 0n && value.value <= 10n)) return [];
    return [
      {
        message: `ThrottleInterval is ${value.value}`,
        remedy: 'take it out, or set 10',
        path: ['ThrottleInterval'],
        fix: {
          words: 'sets 10, which is what holds without it',
          apply: (plist) => setInPlist(plist, ['ThrottleInterval'], { kind: 'integer', value: 10n }),
        },
      },
    ];
  },
};
