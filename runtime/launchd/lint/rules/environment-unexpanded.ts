import { valueAt } from '../../plist/plist-value.ts';
import { textAt } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';
import { unexpandedHit } from '../unexpanded.ts';

export const environmentUnexpanded: LintRule = {
  code: 'environment_unexpanded',
  severity: 'warning',
  what: '`~`, `$HOME`, `$PATH` or `$USER` in a value of EnvironmentVariables',
  explanation:
    'Values of EnvironmentVariables are not expanded: a PATH with $HOME in it has a folder of that name.',
  source: LAUNCHD_PLIST,
  fixes: true,
  check({ job }, { home }) {
    const values = valueAt(job, ['EnvironmentVariables']);
    if (values?.kind !== 'dict') return [];
    return values.entries.flatMap(({ key }) => {
      const text = textAt(job, 'EnvironmentVariables', key);
      const parts = text?.split(':') ?? [];
      return text !== undefined &&
        parts.some((part) => /^~(\/|$)|\$(?:HOME|PATH|USER)\b|\$\{(?:HOME|PATH|USER)\}/.test(part))
        ? [unexpandedHit(['EnvironmentVariables', key], text, home, false)]
        : [];
    });
  },
};
