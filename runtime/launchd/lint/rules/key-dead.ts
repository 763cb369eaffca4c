import { entryOf, type PlistPath } from '../../plist/plist-value.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';

const DEAD = [
  'OnDemand',
  'ServiceIPC',
  'EnableGlobbing',
  'HopefullyExitsFirst',
  'HopefullyExitsLast',
  'Debug',
  'TimeOut',
];

export const keyDead: LintRule = {
  code: 'key_dead',
  severity: 'info',
  what: 'a key that is obsolete',
  explanation: 'These keys did something once; launchd knows them still, and passes over them.',
  source: LAUNCHD_PLIST,
  fixes: false,
  check({ job }) {
    const kept = entryOf(job, 'KeepAlive')?.value;
    const dead: PlistPath[] = DEAD.filter((key) => entryOf(job, key)).map((key) => [key]);
    if (kept?.kind === 'dict' && entryOf(kept, 'NetworkState')) dead.push(['KeepAlive', 'NetworkState']);
    return dead.map((path) => ({
      message: `${path.at(-1)} does nothing any more`,
      remedy: 'take it out',
      path,
    }));
  },
};
