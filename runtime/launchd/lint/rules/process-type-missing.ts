import { setInPlist } from '../../plist/edit-xml-plist.ts';
import { entryOf } from '../../plist/plist-value.ts';
import { has } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const processTypeMissing: LintRule = {
  code: 'process_type_missing',
  severity: 'info',
  what: 'no ProcessType',
  explanation:
    'It says how the job shares the machine: Background yields to what a person does; without it the job is Standard.',
  source: `${LAUNCHD_PLIST}, ProcessType`,
  fixes: true,
  check({ job }) {
    if (job.entries.length === 0 || has(job, 'ProcessType') || has(job, 'POSIXSpawnType')) return [];
    const kept = entryOf(job, 'KeepAlive')?.value;
    const isKept = kept?.kind === 'dict' || (kept?.kind === 'boolean' && kept.value);
    const isScheduled = !isKept && (has(job, 'StartInterval') || has(job, 'StartCalendarInterval'));
    return [
      {
        message: 'it has no ProcessType',
        remedy: 'set Background for what nobody waits for, Standard or Interactive for the rest',
        path: [],
        fix: isScheduled
          ? {
              words: 'sets Background, as it runs by a schedule',
              apply: (plist) => setInPlist(plist, ['ProcessType'], { kind: 'string', value: 'Background' }),
            }
          : undefined,
      },
    ];
  },
};
