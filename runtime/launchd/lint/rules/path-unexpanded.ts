import type { PlistPath } from '../../plist/plist-value.ts';
import { argumentsOf, pathsOf, shellLineAt } from '../job-words.ts';
import { LAUNCHD_PLIST, type LintRule } from '../rule.ts';
import { isUnexpanded, unexpandedHit } from '../unexpanded.ts';

export const pathUnexpanded: LintRule = {
  code: 'path_unexpanded',
  severity: 'error',
  what: '`~`, `$HOME` or `${VAR}` in a path or an argument',
  explanation:
    'launchd hands paths and arguments on as they are written: "~", "$HOME" and "${VAR}" stay these characters.',
  source: `${LAUNCHD_PLIST}; the key EnableGlobbing is obsolete`,
  fixes: true,
  check({ job }, { home }) {
    const shellLine = shellLineAt(job);
    const places = [
      ...pathsOf(job),
      ...argumentsOf(job)
        .map((text, at) => ({ path: ['ProgramArguments', at] as PlistPath, text }))
        // A shell does expand what it reads itself.
        .filter(({ path }) => path[1] !== shellLine),
    ];
    return places
      .filter(({ text }) => isUnexpanded(text))
      .map(({ path, text }) => unexpandedHit(path, text, home));
  },
};
