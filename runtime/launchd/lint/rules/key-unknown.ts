import { entryOf } from '../../plist/plist-value.ts';
import { JOB_KEYS, KEEP_ALIVE_KEYS } from '../job-keys.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

export const keyUnknown: LintRule = {
  code: 'key_unknown',
  severity: 'warning',
  what: 'a key that launchd does not know, of the job or of its KeepAlive',
  explanation: 'launchd passes over keys that it does not know: a misspelt one does nothing.',
  source: LAUNCHD_PLIST,
  fixes: false,
  check({ job }) {
    const kept = entryOf(job, 'KeepAlive')?.value;
    const keysOfKept = kept?.kind === 'dict' ? kept.entries.map(({ key }) => key) : [];
    return [
      ...job.entries.filter(({ key }) => !Object.hasOwn(JOB_KEYS, key)).map(({ key }) => [key]),
      ...keysOfKept.filter((key) => !Object.hasOwn(KEEP_ALIVE_KEYS, key)).map((key) => ['KeepAlive', key]),
    ].map((path) => ({
      message: `launchd knows no key ${JSON.stringify(path.at(-1)?.slice(0, 80))}${path.length > 1 ? ' of KeepAlive' : ''}`,
      remedy: 'correct its spelling, or take it out',
      path,
    }));
  },
};
