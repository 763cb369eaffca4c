import { isSample } from '../job-words.ts';
import type { LintRule } from '../rule.ts';

export const plistMode: LintRule = {
  code: 'plist_mode',
  severity: 'error',
  what: 'a plist that its group or everybody may write',
  explanation:
    'launchd refuses it (code 122, "Path had bad ownership/permissions"): who can write it could run anything as its owner.',
  source: 'launchctl(1), load: "must disallow group and world writes"',
  fixes: false,
  async check({ file }, facts) {
    if (file === undefined || isSample(file) || !/\/Library\/Launch(?:Agents|Daemons)\//.test(file))
      return [];
    const own = await facts.owner?.(file);
    if (own === undefined || (own.mode & 0o022) === 0) return [];
    const mode = own.mode.toString(8).padStart(3, '0');
    return [
      {
        message: `its mode ${mode} lets others write it`,
        remedy: `chmod go-w ${file}`,
        path: [],
        evidence: `mode ${mode}`,
      },
    ];
  },
};
