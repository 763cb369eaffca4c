import { programOf, scriptOf } from '../job-words.ts';
import { guardOf, TCC } from '../protected-folders.ts';
import type { LintRule } from '../rule.ts';

export const programProtected: LintRule = {
  code: 'program_protected',
  severity: 'warning',
  what: 'a program or script in Desktop, Documents, Downloads, iCloud Drive or on an external volume',
  explanation:
    'macOS asks a person before a program may read there, and nobody is asked for a job of launchd: it ends with "Operation not permitted".',
  source: TCC,
  fixes: false,
  check: ({ job }, { home }) =>
    [programOf(job), scriptOf(job)].flatMap((each) => {
      const guard = each && guardOf(each.text, home);
      if (each === undefined || guard === undefined) return [];
      return [
        {
          message: `${each.text} is in ${guard}`,
          remedy: 'move it to a folder that is not guarded, such as ~/bin or ~/.local/bin',
          path: each.path,
        },
      ];
    }),
};
