import { entryOf } from '../../plist/plist-value.ts';
import { textAt } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const startIntervalShort: LintRule = {
  code: 'start_interval_short',
  severity: 'warning',
  what: 'a StartInterval shorter than the job was seen to take',
  explanation:
    'launchd runs one of a job at a time: what comes due meanwhile is lost, and the job runs without end.',
  source: `${LAUNCHD_PLIST}, StartInterval`,
  fixes: false,
  check({ job }, facts) {
    const value = entryOf(job, 'StartInterval')?.value;
    const name = textAt(job, 'Label');
    const usual = name === undefined ? undefined : facts.usualRunSeconds?.(name);
    if (value?.kind !== 'integer' || value.value < 1n || usual === undefined) return [];
    if (Number(value.value) >= usual) return [];
    return [
      {
        message: `it starts every ${value.value} s, and was seen to take ${Math.round(usual)} s or more`,
        remedy: 'start it less often than it takes',
        path: ['StartInterval'],
      },
    ];
  },
};
