import { isSample } from '../job-words.ts';
import type { LintRule } from '../rule.ts';

export const plistOwner: LintRule = {
  code: 'plist_owner',
  severity: 'error',
  what: 'a plist that belongs to somebody else than launchd trusts',
  explanation:
    'launchd refuses it (code 122, "Path had bad ownership/permissions"): agents of a person must be theirs, all others root’s.',
  source: 'launchctl(1), load: owner of configuration files',
  fixes: false,
  async check({ file }, facts) {
    if (file === undefined || isSample(file)) return [];
    const ofSystem = /^\/Library\/Launch(?:Agents|Daemons)\//.test(file);
    if (!ofSystem && !file.startsWith(`${facts.home}/Library/LaunchAgents/`)) return [];
    const [own, person] = await Promise.all([facts.owner?.(file), facts.owner?.(facts.home)]);
    const right = ofSystem ? 0 : person?.uid;
    if (own === undefined || right === undefined || own.uid === right) return [];
    return [
      {
        message: `it belongs to the user of number ${own.uid}, and must belong to ${right === 0 ? 'root' : right}`,
        remedy: `sudo chown ${right} ${file}`,
        path: [],
        evidence: `uid ${own.uid}`,
      },
    ];
  },
};
