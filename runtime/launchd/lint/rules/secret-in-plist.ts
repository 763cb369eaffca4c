import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';
import { secretsOf } from '../secrets.ts';

export const secretInPlist: LintRule = {
  code: 'secret_in_plist',
  severity: 'warning',
  what: 'a password, token or key in EnvironmentVariables or an argument; its value is never shown',
  explanation:
    'Plists are readable by everybody on the machine and are copied by every backup; `launchctl print` shows them.',
  source: `${LAUNCHD_PLIST}, EnvironmentVariables`,
  fixes: false,
  check: ({ job }) =>
    secretsOf(job).map(({ path, name, text }) => ({
      message: `${name} looks like a secret, written out`,
      remedy: 'keep it in the keychain (`luka secret set`), and have the program read it from there',
      path,
      evidence: `${text.length} characters`,
    })),
};
